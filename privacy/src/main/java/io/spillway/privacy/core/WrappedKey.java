package io.spillway.privacy.core;

/** A customer's key as it is kept: encrypted with a master key. Immutable and thread-safe. */
public final class WrappedKey {
  /** Bytes of every wrapped key. */
  public static final int BYTES = 12 + CustomerKey.BYTES + 16;

  private final String master;
  private final byte[] bytes;

  /**
   * A wrapped key.
   *
   * @param master names the version of the master key
   * @param bytes nonce, ciphertext and tag
   */
  public WrappedKey(String master, byte[] bytes) {
    this.master = master;
    this.bytes = bytes.clone();
  }

  /** The version of the master key. */
  public String master() {
    return master;
  }

  /** A copy of nonce, ciphertext and tag. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
