package io.spillway.runtime.config;

/** A name that a server knows a client by, and its password; both empty where none is needed. */
public record Account(String user, String password) {
  /** For servers that ask nobody who he is. */
  public static final Account NONE = new Account("", "");

  public boolean isNone() {
    return user.isEmpty();
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
