package io.spillway.privacy.core;

/**
 * A customer's key as it is kept: encrypted with a master key.
 *
 * @param master names the version of the master key
 * @param bytes nonce, ciphertext and tag
 */
public record WrappedKey(String master, byte[] bytes) {
  /** Bytes of every wrapped key. */
  public static final int BYTES = 12 + CustomerKey.BYTES + 16;
}
