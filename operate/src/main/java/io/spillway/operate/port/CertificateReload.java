package io.spillway.operate.port;

import io.spillway.stack.port.UnavailableException;

/** Servers that take new certificates only when they are told to. */
public interface CertificateReload {
  /** Their name, for people. */
  String server();

  /** Tells them. Safe to repeat. */
  void reload() throws UnavailableException, InterruptedException;

  /** Tidies up once every port serves its new certificate. */
  default void settle() throws UnavailableException, InterruptedException {}
}
