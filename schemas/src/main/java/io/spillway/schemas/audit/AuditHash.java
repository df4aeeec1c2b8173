package io.spillway.schemas.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a record of the audit topic, as 64 hexadecimal digits: SHA-256 of its value without
 * the member {@code hash} at its end. So {@code sed -E 's/,"hash":"[0-9a-f]{64}"}$/}/'} and {@code
 * sha256sum} tell the same. A record that has no such member, whatever it is, is hashed as it is.
 * Pure and thread-safe.
 */
public final class AuditHash {
  static final String MEMBER = ",\"hash\":\"";
  private static final byte[] BEFORE = MEMBER.getBytes(US_ASCII);
  private static final byte[] BEHIND = "\"}".getBytes(US_ASCII);
  private static final int DIGITS = 64;
  private static final int MEMBER_BYTES = BEFORE.length + DIGITS + BEHIND.length;

  private AuditHash() {}

  /** Of one record's value. */
  public static String of(byte[] value) {
    MessageDigest digest = digest();
    if (hasHash(value)) {
      digest.update(value, 0, value.length - MEMBER_BYTES);
      digest.update((byte) '}');
    } else {
      digest.update(value);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of bytes as they are, for what an entry speaks of, such as a file. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** Of records in their order: SHA-256 of their hashes' bytes, one behind the other. */
  public static String ofAll(Iterable<String> hashes) {
    MessageDigest digest = digest();
    for (String hash : hashes) {
      digest.update(HexFormat.of().parseHex(hash));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean hasHash(byte[] value) {
    int from = value.length - MEMBER_BYTES;
    if (from < 0 || !at(value, from, BEFORE) || !at(value, value.length - 2, BEHIND)) {
      return false;
    }
    for (int i = from + BEFORE.length; i < value.length - BEHIND.length; i++) {
      byte b = value[i];
      if ((b < '0' || b > '9') && (b < 'a' || b > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean at(byte[] value, int from, byte[] part) {
    for (int i = 0; i < part.length; i++) {
      if (value[from + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
