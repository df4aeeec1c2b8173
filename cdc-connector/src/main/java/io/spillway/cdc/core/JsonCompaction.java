package io.spillway.cdc.core;

/** Takes the white space between JSON's tokens away, and leaves the inside of strings alone. */
final class JsonCompaction {
  private JsonCompaction() {}

  static String compact(String json) {
    StringBuilder out = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\' && i + 1 < json.length()) {
        // The next character is escaped, so it ends no string.
        out.append(c).append(json.charAt(++i));
        continue;
      }
      if (c == '"') {
        inString = !inString;
      }
      if (inString || !isWhiteSpace(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
