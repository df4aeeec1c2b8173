package io.spillway.runtime.failure;

/** A request was sent and no answer came: it may have taken effect, or not. */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was sent, and why no answer came. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
