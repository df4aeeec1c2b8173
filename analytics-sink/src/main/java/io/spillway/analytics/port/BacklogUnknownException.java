package io.spillway.analytics.port;

/** The brokers do not tell what waits; they may later. */
public class BacklogUnknownException extends Exception {
  public BacklogUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
