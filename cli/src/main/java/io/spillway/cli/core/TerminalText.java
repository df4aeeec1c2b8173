package io.spillway.cli.core;

import java.util.Locale;

/**
 * Text that others wrote, made safe to print: what would move the cursor, begin another line, hide
 * or reverse what follows is shown as {@code \}{@code uXXXX}. Pure and thread-safe.
 */
public final class TerminalText {
  private TerminalText() {}

  /** The text on one line. */
  public static String escaped(String text) {
    if (text.codePoints().noneMatch(TerminalText::unsafe)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (unsafe(point)) {
                // In JSON a character beyond 16 bits is written as two.
                for (char half : Character.toChars(point)) {
                  out.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  private static boolean unsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
