package io.spillway.stack.core;

/** A name that a server knows a client by, and its password. */
public record Credentials(String user, String password) {
  /** Never shows the password. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
