package io.spillway.runtime.config;

/** Addresses that only this machine reaches. */
public final class Loopback {
  private Loopback() {}

  /** Whether a host's name or address is one of them; names are not resolved. */
  public static boolean is(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
