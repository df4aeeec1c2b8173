package io.spillway.reports.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One report, defined once: the page, the API, the files, Kibana's panels and the documentation are
 * made from it.
 *
 * @param name as in an address, for ever
 * @param index the alias it reads
 * @param time what the chosen range of time applies to; null when it is about the present only
 * @param filters all must hold
 * @param buckets outermost first; none makes one row
 * @param metrics at least one; the first orders the terms
 * @param whenEmpty what the page says without rows; empty for the usual text
 */
public record ReportDefinition(
    String name,
    String title,
    String question,
    Section section,
    String index,
    @Nullable Time time,
    List<Filter> filters,
    List<Bucket> buckets,
    List<Metric> metrics,
    Chart chart,
    String whenEmpty) {
  /** A field that holds a time, and the range that is shown unless another is chosen. */
  public record Time(String field, Range usual) {}

  public ReportDefinition {
    filters = List.copyOf(filters);
    buckets = List.copyOf(buckets);
    metrics = List.copyOf(metrics);
    if (!name.matches("[a-z][a-z-]{1,60}") || metrics.isEmpty()) {
      throw new IllegalArgumentException("report '" + name + "' needs a plain name and a metric");
    }
  }

  /** The first metric: it orders the terms, and is what a chart shows. */
  public Metric metric() {
    return metrics.getFirst();
  }

  /** What the first metric is measured in. */
  public Unit unit() {
    return metric().unit();
  }
}
