package io.spillway.reports.port;

/** The index cannot be asked now and may recover; the message is for an operator. */
public class IndexUnavailableException extends Exception {
  public IndexUnavailableException(String message) {
    super(message);
  }

  public IndexUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
