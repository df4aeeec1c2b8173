package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.core.report.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The figures of a report as tiles: a total, then one tile for each row. */
final class Tiles {
  private Tiles() {}

  /** Tiles of one report; times are told as ages at {@code at}. */
  static String of(ReportDefinition report, ReportTable table, Selection selection, Instant at) {
    StringBuilder out = new StringBuilder();
    Metric metric = report.metric();
    if (report.buckets().isEmpty()) {
      table.rows().stream()
          .filter(row -> row.has(metric.name()))
          .forEach(row -> single(out, report, row.value(metric.name()), at));
      return out.toString();
    }
    Bucket bucket = report.buckets().getFirst();
    long total = table.documents();
    Drill drill =
        new Drill(report, selection, selection.request(report, at).window(), Duration.ZERO);
    tile(
        out,
        "",
        Html.link(Addresses.orders(Map.of()), "Orders"),
        Labels.count(total),
        selection.request(report, at).window().label());
    List<Row> rows =
        table.rows().stream()
            .sorted(Comparator.comparingInt(row -> Labels.statusRank(row.key(bucket.field()))))
            .toList();
    for (Row row : rows) {
      String key = row.key(bucket.field());
      long value = row.value(metric.name());
      tile(
          out,
          Labels.statusStyle(key),
          Html.link(drill.to(row), Labels.status(key)),
          Labels.count(value),
          Labels.percent(value, total));
    }
    return out.toString();
  }

  private static void single(StringBuilder out, ReportDefinition report, long value, Instant at) {
    String name = Html.escape(report.title());
    if (report.unit() == Unit.TIME) {
      Instant time = Instant.ofEpochMilli(value);
      String age = Labels.age(Duration.between(time, at)) + " old";
      tile(out, "", name, age, Labels.moment(time) + " UTC");
    } else {
      tile(out, "", name, Labels.figure(value, report.unit(), ""), "");
    }
  }

  private static void tile(
      StringBuilder out, String style, String nameHtml, String figure, String note) {
    out.append("<div class=\"tile ").append(style).append("\"><span>").append(nameHtml);
    out.append("</span><strong>").append(Html.escape(figure)).append("</strong><small>");
    out.append(Html.escape(note)).append("</small></div>");
  }
}
