package io.spillway.access.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its holder has it: {@code spk_ID_SECRETSUM}, digits of base 32. The id is public
 * and names the key's row; the secret has 256 random bits, so one round of SHA-256 is enough at
 * rest; the checksum tells a mistyped key, and a leaked one from any other text, without a look at
 * the rows. Its text is never logged: {@link #toString()} has the public part only.
 */
public record ApiKey(String id, String secret) {
  /** What every key begins with, by which scanners find leaked ones. */
  public static final String PREFIX = "spk_";

  /** Random bytes that a key is made of. */
  public static final int RANDOM_BYTES = 40;

  private static final int ID_BYTES = 8;
  private static final int ID_DIGITS = 13;
  private static final int SECRET_DIGITS = 52;
  private static final int SUM_DIGITS = 7;
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX
              + String.format(
                  Locale.ROOT,
                  "([0-9a-v]{%d})_([0-9a-v]{%d})([0-9a-v]{%d})",
                  ID_DIGITS,
                  SECRET_DIGITS,
                  SUM_DIGITS));
  private static final Pattern ID_FORM = Pattern.compile("[0-9a-v]{" + ID_DIGITS + "}");

  /** A new key out of {@value #RANDOM_BYTES} random bytes. */
  public static ApiKey of(byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException(RANDOM_BYTES + " bytes make a key, not " + random.length);
    }
    return new ApiKey(
        digits(new BigInteger(1, random, 0, ID_BYTES), ID_DIGITS),
        digits(new BigInteger(1, random, ID_BYTES, RANDOM_BYTES - ID_BYTES), SECRET_DIGITS));
  }

  /** Reads a key's text; null when it is none, or mistyped. */
  public static @Nullable ApiKey read(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    ApiKey key = new ApiKey(parts.group(1), parts.group(2));
    return key.sum().equals(parts.group(3)) ? key : null;
  }

  /** Whether a text can be the id of a key. */
  public static boolean isId(String text) {
    return ID_FORM.matcher(text).matches();
  }

  /** What the holder sends. A secret. */
  public String text() {
    return PREFIX + id + '_' + secret + sum();
  }

  /** What is kept of it: SHA-256 in hexadecimal. */
  public String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest((id + '_' + secret).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + id;
  }

  private String sum() {
    CRC32 crc = new CRC32();
    crc.update((id + '_' + secret).getBytes(US_ASCII));
    return digits(BigInteger.valueOf(crc.getValue()), SUM_DIGITS);
  }

  private static String digits(BigInteger number, int count) {
    String digits = number.toString(Character.digit('v', Character.MAX_RADIX) + 1);
    return "0".repeat(count - digits.length()) + digits;
  }
}
