package io.spillway.schemas.privacy;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted value in its text form, {@code enc:v1:GENERATION:CONTENT}, wherever a value of an
 * order may stand. No value that a shop sends begins like it.
 *
 * @param generation of the customer's key, from 1
 * @param content nonce, ciphertext and tag in URL-safe Base64 without padding
 */
public record SealedText(int generation, String content) {
  /** What every encrypted value begins with, and no other one. */
  public static final String PREFIX = "enc:v1:";

  /** What is shown for an encrypted value to who may not read it. */
  public static final String HIDDEN = "[encrypted]";

  /** What is shown for, or has taken the place of, a value whose customer was forgotten. */
  public static final String FORGOTTEN = "[forgotten]";

  private static final Pattern FORM =
      Pattern.compile(Pattern.quote(PREFIX) + "([1-9][0-9]{0,8}):([A-Za-z0-9_-]+)");

  /** A value of some bytes. */
  public static SealedText of(int generation, byte[] content) {
    return new SealedText(
        generation, Base64.getUrlEncoder().withoutPadding().encodeToString(content));
  }

  /** Whether a value is encrypted. */
  public static boolean is(String value) {
    return value.startsWith(PREFIX);
  }

  /** The encrypted value that a text is; null when it is none that anybody here has written. */
  public static @Nullable SealedText parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new SealedText(Integer.parseInt(matcher.group(1)), matcher.group(2))
        : null;
  }

  /** What reports may show of a value: all of it, unless it is encrypted. */
  public static String masked(String value) {
    return is(value) ? HIDDEN : value;
  }

  /**
   * The bytes.
   *
   * @throws IllegalArgumentException when the content is no Base64
   */
  public byte[] bytes() {
    return Base64.getUrlDecoder().decode(content);
  }

  /** As it is written. */
  public String text() {
    return PREFIX + generation + ':' + content;
  }
}
