package io.spillway.ingest.core;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a text must be like. Lengths are in Unicode code points, as MySQL counts them.
 *
 * @param form names the allowed form in a refusal
 */
public record TextRule(int minLength, int maxLength, String form, Predicate<String> allowed) {
  private static final int ASCII_FIRST_PRINTABLE = 0x20;
  private static final int ASCII_LAST_PRINTABLE = 0x7e;

  /** A stock-keeping unit. */
  public static TextRule sku(int maxLength) {
    return new TextRule(
        1,
        maxLength,
        "of A-Z a-z 0-9 . _ - and inner spaces",
        text ->
            text.chars().allMatch(TextRule::skuCharacter)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ');
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
      return null;
    }
    String expected = "must be " + minLength + " to " + maxLength + " characters " + form;
    return fits ? expected : expected + ", not " + length;
  }

  private static boolean skuCharacter(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || digit(c)
        || c == '.'
        || c == '_'
        || c == '-'
        || c == ' ';
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
