package io.spillway.schemas.tables;

import java.util.HexFormat;

/**
 * JSON text without what readers of one row differ in: no white space between tokens, and in
 * strings no escape but of the quote and the backslash. MySQL itself has settled the rest, such as
 * the order of keys. Text that is no JSON comes out somehow, and always the same.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  static String of(String json) {
    StringBuilder out = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\' && i + 1 < json.length()) {
        i = unescape(json, i + 1, out);
      } else if (c == '"') {
        inString = !inString;
        out.append(c);
      } else if (inString || c > ' ') {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Appends the character that the escape stands for, and answers the escape's last index. */
  private static int unescape(String json, int at, StringBuilder out) {
    char c = json.charAt(at);
    switch (c) {
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        return unescapeUnit(json, at, out);
      }
      default -> append(c, out);
    }
    return at;
  }

  private static int unescapeUnit(String json, int at, StringBuilder out) {
    int end = at + 5;
    if (end > json.length() || !json.substring(at + 1, end).chars().allMatch(CanonicalJson::hex)) {
      out.append("\\u");
      return at;
    }
    append((char) HexFormat.fromHexDigits(json, at + 1, end), out);
    return end - 1;
  }

  private static boolean hex(int digit) {
    return HexFormat.isHexDigit(digit);
  }

  /** A quote that ended the string, or a backslash that began an escape, would change the text. */
  private static void append(char c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\');
    }
    out.append(c);
  }
}
