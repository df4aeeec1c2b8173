package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of a ranking.
 *
 * @param share length of its bar, in percent of the longest
 * @param href empty when there is nothing to link to
 */
record Bar(String name, String share, String figure, String href) {
  /** The bars of rows that share a scale, such as those of one currency. */
  static List<Bar> of(
      ReportDefinition report, ReportTable table, List<Row> rows, DrillDownLink link) {
    // Groups of all documents have a share; of the highest of many, the rest is not known.
    long whole = report.buckets().getFirst() instanceof Bucket.Groups ? table.documents() : 0;
    String metric = report.metric().name();
    long max = Math.max(1, rows.stream().mapToLong(row -> row.value(metric)).max().orElse(1));
    return rows.stream().map(row -> bar(report, row, whole, max, link)).toList();
  }

  private static Bar bar(
      ReportDefinition report, Row row, long whole, long max, DrillDownLink link) {
    List<String> figures = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      figures.add(Labels.figure(row.value(metric.name()), metric.unit(), row.key("currency")));
    }
    long value = row.value(report.metric().name());
    if (whole > 0) {
      figures.add(Labels.percent(value, whole));
    }
    return new Bar(
        Labels.key(report.buckets().getLast(), row),
        String.format(Locale.ROOT, "%.2f%%", 100.0 * Math.max(0, value) / max),
        String.join(" · ", figures),
        link.to(row));
  }
}
