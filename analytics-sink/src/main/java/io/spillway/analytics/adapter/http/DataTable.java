package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Unit;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** A report's rows as a table. */
final class DataTable {
  /** The latest of a series; all of them are in the files. */
  private static final int MAX_ROWS = 400;

  private DataTable() {}

  /** Folded away below a chart. */
  static String folded(ReportDefinition report, ReportTable table, Function<Row, String> link) {
    List<Row> rows = table.rows();
    List<Row> shown = rows.subList(Math.max(0, rows.size() - MAX_ROWS), rows.size());
    return "<details id=\""
        + report.name()
        + "-table\"><summary>"
        + (shown.size() == rows.size() ? "Figures" : "The latest " + MAX_ROWS + " figures")
        + "</summary>"
        + html(report, shown, link)
        + "</details>";
  }

  static String html(ReportDefinition report, List<Row> rows, Function<Row, String> link) {
    StringBuilder out = new StringBuilder();
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    out.append(Html.escape(report.title())).append("\"><table><thead><tr>");
    report
        .buckets()
        .forEach(b -> out.append("<th scope=\"col\">").append(heading(b)).append("</th>"));
    report
        .metrics()
        .forEach(
            m -> out.append("<th scope=\"col\" class=\"n\">").append(heading(m)).append("</th>"));
    out.append("</tr></thead><tbody>");
    for (Row row : rows) {
      String href = link.apply(row);
      out.append("<tr>");
      for (Bucket bucket : report.buckets()) {
        out.append("<td>").append(Html.link(href, key(bucket, row))).append("</td>");
        href = "";
      }
      for (Metric metric : report.metrics()) {
        out.append("<td class=\"n\">").append(cell(metric, row)).append("</td>");
      }
      out.append("</tr>");
    }
    return out.append("</tbody></table></div>").toString();
  }

  private static String key(Bucket bucket, Row row) {
    String key = row.key(bucket.field());
    return switch (bucket) {
      case Bucket.Terms(String field, int _, boolean _) ->
          field.equals("status") || field.equals("refusals.reason")
              ? Labels.status(key)
              : Labels.product(bucket, row);
      case Bucket.Groups _ -> key;
      case Bucket.WindowStep _, Bucket.Hour _ -> Labels.minute(Instant.parse(key));
      case Bucket.Day _ -> Labels.day(Instant.parse(key));
    };
  }

  private static String cell(Metric metric, Row row) {
    if (!row.has(metric.name())) {
      return "<span aria-label=\"none\">–</span>";
    }
    long value = row.value(metric.name());
    boolean plain =
        switch (metric.unit()) {
          case ORDERS, UNITS, RECORDS, LINES -> true;
          default -> false;
        };
    String text =
        plain ? Labels.count(value) : Labels.figure(value, metric.unit(), row.key("currency"));
    return Html.escape(text);
  }

  private static String heading(Bucket bucket) {
    return switch (bucket) {
      case Bucket.Terms(String field, int _, boolean _) -> Labels.field(field);
      case Bucket.Groups(String field, List<Bucket.Group> _) -> Labels.field(field);
      case Bucket.WindowStep _, Bucket.Hour _ -> "Time (UTC)";
      case Bucket.Day _ -> "Day (UTC)";
    };
  }

  private static String heading(Metric metric) {
    String name = metric.name().equals("updatedAt") ? "Last change" : Labels.title(metric.name());
    return Html.escape(metric.unit() == Unit.TIME ? name + " (UTC)" : name);
  }
}
