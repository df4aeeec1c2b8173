package io.spillway.client.core;

/**
 * Thrown by a handler that knows that no retry helps: the event goes to the dead letters at once,
 * with this message as its cause.
 */
public final class UnprocessableEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnprocessableEventException(String message) {
    super(message);
  }

  public UnprocessableEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
