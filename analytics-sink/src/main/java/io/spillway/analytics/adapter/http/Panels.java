package io.spillway.analytics.adapter.http;

import io.spillway.analytics.adapter.http.BarList.Bar;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.core.report.Unit;
import io.spillway.analytics.core.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A report's figures in the form that its definition asks for. */
final class Panels {
  private Panels() {}

  /** The panel's body; the table has rows. */
  static String body(ReportDefinition report, ReportTable table, Selection selection, Instant at) {
    Window window = selection.request(report, at).window();
    return switch (report.chart()) {
      case STACKED_COLUMNS -> SeriesPanels.stackedColumns(report, table, selection, window);
      case COLUMNS_PER_CURRENCY -> SeriesPanels.columns(report, table, selection, window);
      case LINES -> SeriesPanels.lines(report, table, selection, window);
      case BARS -> bars(report, table, drill(report, selection, window));
      case TABLE, TILES -> table(report, table, drill(report, selection, window));
    };
  }

  private static Drill drill(ReportDefinition report, Selection selection, Window window) {
    return new Drill(report, selection, window, Duration.ZERO);
  }

  private static String bars(ReportDefinition report, ReportTable table, Drill drill) {
    boolean steps = report.buckets().getFirst() instanceof Bucket.Groups;
    long whole = steps ? table.documents() : 0;
    if (report.unit() != Unit.MONEY) {
      return BarList.html(
          table.rows().stream().map(row -> bar(report, row, whole, drill)).toList());
    }
    StringBuilder out = new StringBuilder();
    for (String currency : keys(table, "currency")) {
      out.append("<h4>").append(Html.escape(currency)).append("</h4>");
      out.append(
          BarList.html(
              table.rows().stream()
                  .filter(row -> row.key("currency").equals(currency))
                  .map(row -> bar(report, row, whole, drill))
                  .toList()));
    }
    return out.toString();
  }

  private static Bar bar(ReportDefinition report, Row row, long whole, Drill drill) {
    Bucket bucket = report.buckets().getLast();
    String key = row.key(bucket.field());
    boolean code = bucket.field().equals("refusals.reason");
    List<String> figures = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      figures.add(Labels.figure(row.value(metric.name()), metric.unit(), row.key("currency")));
    }
    long value = row.value(report.metric().name());
    if (whole > 0) {
      figures.add(Labels.percent(value, whole));
    }
    String name = code ? Labels.status(key) : Labels.product(bucket, row);
    return new Bar(name, value, String.join(" · ", figures), drill.to(row));
  }

  private static String table(ReportDefinition report, ReportTable table, Drill drill) {
    return count(report, table) + DataTable.html(report, table.rows(), drill::to);
  }

  private static String count(ReportDefinition report, ReportTable table) {
    if (!report.buckets().getFirst().field().equals("sku")) {
      return "";
    }
    String all = Labels.count(table.documents());
    return table.documents() > table.rows().size()
        ? "<p class=\"note\">The latest " + table.rows().size() + " of " + all + ".</p>"
        : "<p class=\"note\">" + all + " in all.</p>";
  }

  static Set<String> keys(ReportTable table, String field) {
    return table.rows().stream()
        .map(row -> row.key(field))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
