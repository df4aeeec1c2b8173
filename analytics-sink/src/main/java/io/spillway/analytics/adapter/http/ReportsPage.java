package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Chart;
import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Section;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.core.report.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page as parts with ids, so that each can be renewed by itself. */
final class ReportsPage {
  private ReportsPage() {}

  /** The body of the page; a notice, if not empty, stands at its head. */
  static String html(Figures figures, String notice) {
    Map<String, String> parts = parts(figures);
    StringBuilder out = new StringBuilder(128 * 1024);
    out.append("<main><header><h1>Spillway reports</h1>").append(parts.get("as-of"));
    out.append("</header>");
    out.append("<p class=\"alarm offline\" role=\"status\">The reports server does not answer; ");
    out.append("these figures are old.</p>");
    if (!notice.isEmpty()) {
      out.append("<p class=\"alarm\" role=\"alert\">").append(Html.escape(notice)).append("</p>");
    }
    out.append(parts.get("unavailable")).append(Choices.html(figures.selection()));
    out.append("<div id=\"content\" tabindex=\"-1\">");
    for (Section section : Section.values()) {
      String id = section.name().toLowerCase(Locale.ROOT);
      out.append("<section aria-labelledby=\"").append(id).append("\"><h2 id=\"").append(id);
      out.append("\">").append(section.title()).append("</h2><p class=\"question\">");
      out.append(section.question()).append("</p>");
      if (parts.containsKey(id + "-tiles")) {
        out.append(parts.get(id + "-tiles"));
      }
      out.append("<div class=\"panels\">");
      for (ReportDefinition report : Reports.of(section)) {
        out.append(parts.getOrDefault(report.name(), ""));
      }
      out.append("</div></section>");
    }
    return out.append("</div></main>").toString();
  }

  /** Every part that changes with the figures, by its id. */
  static Map<String, String> parts(Figures figures) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "as-of",
        "<p id=\"as-of\">As of <time>" + Labels.moment(figures.at()) + "</time> UTC, live</p>");
    parts.put("unavailable", unavailable(figures));
    for (Section section : Section.values()) {
      List<ReportDefinition> reports = Reports.of(section);
      if (reports.stream().anyMatch(report -> report.chart() == Chart.TILES)) {
        String id = section.name().toLowerCase(Locale.ROOT) + "-tiles";
        parts.put(id, tiles(id, reports, figures));
      }
      for (ReportDefinition report : reports) {
        if (report.chart() != Chart.TILES) {
          parts.put(report.name(), panel(report, figures));
        }
      }
    }
    return parts;
  }

  private static String unavailable(Figures figures) {
    String text =
        figures.unavailable().isEmpty()
            ? ""
            : "<p class=\"alarm\" role=\"alert\"><b>Elasticsearch is unavailable.</b> Orders are"
                + " taken and kept all the same; the figures return with it. <small>"
                + Html.escape(figures.unavailable())
                + "</small></p>";
    return "<div id=\"unavailable\">" + text + "</div>";
  }

  private static String tiles(String id, List<ReportDefinition> reports, Figures figures) {
    return "<div class=\"tiles\" id=\""
        + id
        + "\">"
        + reports.stream()
            .filter(report -> report.chart() == Chart.TILES)
            .map(report -> tiles(report, figures))
            .collect(Collectors.joining())
        + "</div>";
  }

  private static String tiles(ReportDefinition report, Figures figures) {
    return figures
        .of(report)
        .map(table -> Tiles.of(report, table, figures.selection(), figures.at()))
        .orElse("");
  }

  private static String panel(ReportDefinition report, Figures figures) {
    boolean wide =
        switch (report.chart()) {
          case STACKED_COLUMNS, COLUMNS_PER_CURRENCY, LINES -> true;
          case TILES, BARS, TABLE -> false;
        };
    Selection selection = figures.selection();
    StringBuilder out = new StringBuilder();
    out.append("<article class=\"panel").append(wide ? " wide" : "").append("\" id=\"");
    out.append(report.name()).append("\"><h3>").append(Html.escape(report.title()));
    out.append("</h3><p class=\"question\">").append(Html.escape(report.question()));
    out.append(files(report, selection)).append("</p>");
    List<Dimension> ignored = selection.notOf(report);
    if (!ignored.isEmpty()) {
      out.append("<p class=\"note\">Not narrowed down by ");
      out.append(ignored.stream().map(Dimension::parameter).collect(Collectors.joining(", ")));
      out.append(": its documents do not tell that.</p>");
    }
    return out.append(body(report, figures)).append("</article>").toString();
  }

  private static String files(ReportDefinition report, Selection selection) {
    StringBuilder out = new StringBuilder();
    for (String kind : List.of("JSON", "CSV")) {
      String suffix = kind.equals("CSV") ? ".csv" : "";
      out.append(" <a href=\"");
      out.append(Html.escape(Addresses.api(report.name(), suffix, selection)));
      out.append("\" aria-label=\"").append(Html.escape(report.title())).append(" as ");
      out.append(kind).append("\">").append(kind).append("</a>");
    }
    return out.toString();
  }

  private static String body(ReportDefinition report, Figures figures) {
    Optional<ReportTable> table = figures.of(report);
    if (table.isEmpty()) {
      String text =
          figures.unavailable().isEmpty() ? "Being counted …" : "No answer from Elasticsearch.";
      return "<p class=\"empty\">" + text + "</p>";
    }
    return table.get().documents() == 0 || table.get().rows().isEmpty()
        ? "<p class=\"empty\">" + Html.escape(emptyText(report, figures)) + "</p>"
        : Panels.body(report, table.get(), figures.selection(), figures.at());
  }

  /** Nothing yet, nothing lately and nothing wrong are different news. */
  private static String emptyText(ReportDefinition report, Figures figures) {
    if (report.equals(Reports.STOCK_OUTS)) {
      return "Nothing is sold out.";
    }
    if (report.equals(Reports.LOW_STOCK)) {
      return "Nothing is low on stock.";
    }
    if (report.equals(Reports.REFUSED_DEMAND) || report.equals(Reports.REFUSED_BY_REASON)) {
      return "Nothing was refused.";
    }
    if (report.equals(Reports.OPEN_HOLDS)) {
      return "Nothing is on hold.";
    }
    if (report.time() == null) {
      return "Nothing now.";
    }
    Window window = figures.selection().request(report, figures.at()).window();
    if (!window.bounded()) {
      return "Nothing yet.";
    }
    boolean chosen = figures.selection().from() != null;
    return "Nothing " + (chosen ? "from " : "in the ") + window.label() + ".";
  }
}
