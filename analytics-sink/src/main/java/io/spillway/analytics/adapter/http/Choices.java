package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.Range;
import io.spillway.analytics.core.report.Section;
import io.spillway.analytics.core.report.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a reader chooses the section, the span of time and the filters: links and a plain form. */
final class Choices {
  private static final List<Dimension> OFFERED =
      List.of(
          Dimension.TENANT,
          Dimension.CURRENCY,
          Dimension.COUNTRY,
          Dimension.STATUS,
          Dimension.SKU,
          Dimension.CUSTOMER);

  private Choices() {}

  static String html(Selection selection) {
    StringBuilder out = new StringBuilder();
    out.append("<nav class=\"sections\" aria-label=\"Sections\">");
    for (Section section : Section.values()) {
      out.append("<a href=\"#").append(section.name().toLowerCase(Locale.ROOT)).append("\">");
      out.append(section.title()).append("</a>");
    }
    out.append("<a href=\"/reports/orders\">Find orders</a></nav>");
    appendRanges(out, selection);
    appendForm(out, selection);
    return out.toString();
  }

  private static void appendRanges(StringBuilder out, Selection selection) {
    out.append("<nav class=\"ranges\" aria-label=\"Time range\">");
    boolean usual = selection.range() == null && selection.from() == null;
    appendRange(
        out,
        "range-usual",
        "usual",
        "each report's usual range",
        usual,
        Addresses.page(selection.over(null)));
    for (Range range : Range.values()) {
      appendRange(
          out,
          "range-" + range.code(),
          range.code(),
          range.label(),
          range == selection.range(),
          Addresses.page(selection.over(range)));
    }
    out.append("</nav>");
  }

  private static void appendRange(
      StringBuilder out, String id, String text, String label, boolean chosen, String href) {
    out.append("<a id=\"").append(id).append("\" href=\"").append(Html.escape(href));
    out.append("\" title=\"").append(label).append('"');
    out.append(chosen ? " aria-current=\"true\"" : "").append('>').append(text).append("</a>");
  }

  private static void appendForm(StringBuilder out, Selection selection) {
    boolean open = !selection.only().isEmpty() || selection.from() != null;
    out.append("<details class=\"filters\"").append(open ? " open" : "");
    out.append("><summary>Filters and dates</summary><form action=\"/reports\" method=\"get\">");
    appendTime(out, "from", "From (UTC)", selection.from());
    appendTime(out, "to", "To (UTC)", selection.to());
    for (Dimension dimension : OFFERED) {
      String value = selection.only().getOrDefault(dimension, "");
      appendInput(out, dimension.parameter(), dimension.title(), "text", value);
    }
    out.append("<p class=\"buttons\"><button type=\"submit\">Apply</button> ");
    out.append("<a href=\"/reports\">Clear</a></p></form></details>");
  }

  private static void appendTime(
      StringBuilder out, String name, String title, @Nullable Instant time) {
    String value = time == null ? "" : Labels.minute(time).replace(' ', 'T');
    appendInput(out, name, title, "datetime-local", value);
  }

  private static void appendInput(
      StringBuilder out, String name, String title, String type, String value) {
    out.append("<label>").append(title).append("<input name=\"").append(name);
    out.append("\" type=\"").append(type).append("\" value=\"").append(Html.escape(value));
    out.append("\" autocomplete=\"off\"></label>");
  }
}
