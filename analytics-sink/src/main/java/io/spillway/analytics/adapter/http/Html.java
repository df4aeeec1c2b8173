package io.spillway.analytics.adapter.http;

/** Text that becomes HTML or SVG. */
final class Html {
  private Html() {}

  /** Safe inside elements and inside quoted attributes. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** A link, or only the text where there is nowhere to go. */
  static String link(String href, String text) {
    return href.isEmpty()
        ? escape(text)
        : "<a href=\"" + escape(href) + "\">" + escape(text) + "</a>";
  }
}
