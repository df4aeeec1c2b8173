package io.spillway.access.core;

/** What credentials were found to be. */
public sealed interface Authentication {
  /** Verified. */
  record Granted(Identity identity) implements Authentication {}

  /**
   * Not valid, or none.
   *
   * @param cause a short name, which metrics carry
   * @param detail for the caller; tells nothing about keys whose secret it does not have
   */
  record Denied(String cause, String detail) implements Authentication {}

  /** Cannot be told at present: nothing is known of keys, or the issuer does not answer. */
  record Unavailable(String detail) implements Authentication {}
}
