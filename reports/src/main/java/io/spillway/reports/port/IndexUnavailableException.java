package io.spillway.reports.port;

/** The index cannot be asked now and may recover; the message is for an operator. */
public class IndexUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Without another failure behind it. */
  public IndexUnavailableException(String message) {
    super(message);
  }

  /** With the failure behind it. */
  public IndexUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
