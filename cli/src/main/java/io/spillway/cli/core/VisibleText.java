package io.spillway.cli.core;

import java.util.Locale;

/**
 * Text from outside, as a terminal may show it: control characters, which could move the cursor,
 * set colours or answer for the reader, and those that reverse the direction of writing are shown
 * as {@code \\u001b} instead of being sent. Pure.
 */
public final class VisibleText {
  private VisibleText() {}

  /** The text on one line; tabulators stay. */
  public static String of(String text) {
    if (text.chars().noneMatch(VisibleText::isHidden)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              if (isHidden(c)) {
                visible.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                visible.append((char) c);
              }
            });
    return visible.toString();
  }

  private static boolean isHidden(int c) {
    return (Character.isISOControl(c) && c != '\t')
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u2028'
        || c == '\u2029';
  }
}
