package io.spillway.stack.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server did not answer, or asked to be asked again; the same call may be repeated. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** Without a wish of the server. */
  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = Duration.ZERO;
  }

  /** The server named a time to wait. */
  public UnavailableException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long the server asked to wait; zero when it did not. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
