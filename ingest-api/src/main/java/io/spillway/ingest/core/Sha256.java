package io.spillway.ingest.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of length-prefixed parts, so no two lists of parts read the same. For one thread. */
final class Sha256 {
  private final MessageDigest sha256;

  Sha256() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    sha256.update(bytes);
  }

  void number(long number) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      sha256.update((byte) (number >>> shift));
    }
  }

  /** The 32 bytes; the digest is used up. */
  byte[] finish() {
    return sha256.digest();
  }

  /** The first digits; the digest is used up. */
  String hex(int digits) {
    return HexFormat.of().formatHex(finish()).substring(0, digits);
  }
}
