package io.spillway.ingest.port;

import org.jspecify.annotations.Nullable;

/** A write that was not confirmed. */
public final class WriteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is known of the write. */
  public enum Kind {
    /** Not written: the shard is down, slow to begin, or has too many callers. */
    UNAVAILABLE,
    /** Perhaps written: no answer came in time. */
    OUTCOME_UNKNOWN
  }

  private final Kind kind;

  public WriteException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is known of the write. */
  public Kind kind() {
    return kind;
  }
}
