package io.spillway.access.core;

import org.jspecify.annotations.Nullable;

/** What the provider sent the browser back with; each part may be anything or missing. */
public record LoginReply(
    @Nullable String state,
    @Nullable String code,
    @Nullable String issuer,
    @Nullable String error,
    @Nullable String errorDescription) {
  private static final int MAX_CODE_POINTS = 200;

  /** The error in one line for people, whatever it holds; null without one. */
  public @Nullable String errorText() {
    return error == null ? null : errorText(error, errorDescription);
  }

  /** An error of a provider in one line for people: bounded, and without control characters. */
  public static String errorText(String error, @Nullable String description) {
    return line(error) + (description == null ? "" : " (" + line(description) + ")");
  }

  private static String line(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MAX_CODE_POINTS)
        .map(c -> isShown(c) ? c : ' ')
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
