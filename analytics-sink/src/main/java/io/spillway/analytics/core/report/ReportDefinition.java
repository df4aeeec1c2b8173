package io.spillway.analytics.core.report;

import java.util.List;

/**
 * One report, told once: the page, the API and any other front are made from this.
 *
 * @param name as in an address, for ever
 * @param title for people
 * @param question what it answers, in one sentence
 * @param index the alias or index it reads
 * @param filters all must hold
 * @param buckets outermost first; none makes one row
 * @param metrics at least one; the first orders the terms, highest first
 * @param unit of the first metric
 * @param chart its form on the page
 */
public record ReportDefinition(
    String name,
    String title,
    String question,
    String index,
    List<Filter> filters,
    List<Bucket> buckets,
    List<Metric> metrics,
    Unit unit,
    Chart chart) {
  public ReportDefinition {
    filters = List.copyOf(filters);
    buckets = List.copyOf(buckets);
    metrics = List.copyOf(metrics);
    if (!name.matches("[a-z][a-z-]{1,60}") || metrics.isEmpty()) {
      throw new IllegalArgumentException("report '" + name + "' needs a plain name and a metric");
    }
  }
}
