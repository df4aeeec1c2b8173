package io.spillway.ingest.port;

import org.jspecify.annotations.Nullable;

/** A record that was not acknowledged. */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is known of the record. */
  public enum Kind {
    /** Not written: too many bytes are in flight already. */
    OVERLOADED,
    /** Not written: the log cannot be reached or refuses. */
    UNAVAILABLE,
    /** Perhaps written: no answer came in time. Writing it again is safe. */
    OUTCOME_UNKNOWN
  }

  private final Kind kind;

  public LogException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is known of the record. */
  public Kind kind() {
    return kind;
  }
}
