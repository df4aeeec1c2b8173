package io.spillway.analytics.port;

/** The brokers do not tell what waits; they may later. */
public class BacklogUnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the failure behind it. */
  public BacklogUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
