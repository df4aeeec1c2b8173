package io.spillway.runtime.failure;

/** A record that can never be handled; the message becomes the cause of its dead letter. */
public class PoisonException extends RuntimeException {
  /** For a fault found in the record itself. */
  public PoisonException(String cause) {
    super(cause);
  }

  /** For a fault that another failure revealed. */
  public PoisonException(String cause, Throwable revealedBy) {
    super(cause, revealedBy);
  }
}
