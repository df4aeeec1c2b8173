package io.spillway.cdc.port;

/** Some of a batch may not be durable. */
public final class RowLogException extends RuntimeException {
  public RowLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
