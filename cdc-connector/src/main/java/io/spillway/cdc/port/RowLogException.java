package io.spillway.cdc.port;

/** Some of a batch may not be durable. */
public final class RowLogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure and what it was. */
  public RowLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
