package io.spillway.runtime.failure;

/** A request was sent and no answer came: it may have taken effect, or not. */
public final class OutcomeUnknownException extends RuntimeException {
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
