package io.spillway.ingest.core;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a text must be like. Lengths are in Unicode code points, as MySQL counts them.
 *
 * @param form names the allowed form in a refusal
 * @param normalized whether only Unicode's normalization form C is allowed: one text for what looks
 *     the same, as it is compared by its bytes
 */
public record TextRule(
    int minLength, int maxLength, String form, Predicate<String> allowed, boolean normalized) {
  private static final int ASCII_FIRST_PRINTABLE = 0x20;
  private static final int ASCII_LAST_PRINTABLE = 0x7e;

  /**
   * A stock-keeping unit. Besides what can be printed only the ASCII blank, and no other space: two
   * SKUs that look the same should be the same. Not {@code .} or {@code ..}, which no path can
   * name.
   */
  public static TextRule sku(int maxLength) {
    return new TextRule(
        1,
        maxLength,
        "that are printable, in Unicode NFC, without spaces but inner ASCII blanks, and not . or ..",
        text ->
            text.codePoints().allMatch(TextRule::skuCharacter)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' '
                && !text.equals(".")
                && !text.equals(".."),
        true);
  }

  private TextRule(int minLength, int maxLength, String form, Predicate<String> allowed) {
    this(minLength, maxLength, form, allowed, false);
  }

  /** A tenant's name. */
  public static TextRule tenant(int maxLength) {
    return new TextRule(
        1,
        maxLength,
        "of a-z 0-9 -",
        text -> text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || digit(c) || c == '-'));
  }

  /** Any text that can be shown and is not blank. */
  public static TextRule name(int maxLength) {
    return new TextRule(
        1,
        maxLength,
        "that are printable and not all blank",
        text -> printable(text) && !text.isBlank());
  }

  /** Any text that can be shown; may be empty. */
  public static TextRule value(int maxLength) {
    return new TextRule(0, maxLength, "that are printable", TextRule::printable);
  }

  /** An idempotency key: what a header can carry unchanged. */
  public static TextRule idempotencyKey(int maxLength) {
    return new TextRule(
        1,
        maxLength,
        "of printable ASCII, without a blank at either end",
        text ->
            text.chars().allMatch(c -> c >= ASCII_FIRST_PRINTABLE && c <= ASCII_LAST_PRINTABLE)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ');
  }

  /** Why the text breaks the rule, or null when it does not. */
  public @Nullable String broken(String text) {
    int length = text.codePointCount(0, text.length());
    boolean fits = length >= minLength && length <= maxLength;
    if (fits && allowed.test(text)) {
      return normalized ? notNormalized(text) : null;
    }
    String expected = "must be " + minLength + " to " + maxLength + " characters " + form;
    return fits ? expected : expected + ", not " + length;
  }

  /** Escaped, because the two look the same. */
  private static @Nullable String notNormalized(String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFC)
        ? null
        : "must be in Unicode NFC, not '"
            + escaped(text)
            + "'; send '"
            + escaped(Normalizer.normalize(text, Normalizer.Form.NFC))
            + "'";
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c <= ASCII_LAST_PRINTABLE) {
                out.append((char) c);
              } else {
                out.append(String.format(Locale.ROOT, "\\u%04X", c));
              }
            });
    return out.toString();
  }

  private static boolean skuCharacter(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  /** No controls, line breaks or halves of a surrogate pair: those neither store nor show well. */
  private static boolean printable(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.SURROGATE,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      true;
                  default -> false;
                });
  }
}
