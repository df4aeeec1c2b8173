package io.spillway.reports.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report's figures.
 *
 * @param rows in the order of the buckets
 */
public record ReportTable(long documents, List<Row> rows) {
  /**
   * One row.
   *
   * @param keys by the buckets' fields; a time is its ISO 8601 text
   * @param values by the metrics' names
   */
  public record Row(Map<String, String> keys, Map<String, Long> values) {
    public Row {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The key of a bucket's field; empty when the report has no such bucket. */
    public String key(String field) {
      return keys.getOrDefault(field, "");
    }

    /** Whether there is a figure of a metric: nothing has no maximum. */
    public boolean has(String metric) {
      return values.containsKey(metric);
    }

    /** The figure of a metric; 0 when there is none. */
    public long value(String metric) {
      return values.getOrDefault(metric, 0L);
    }
  }

  public static final ReportTable EMPTY = new ReportTable(0, List.of());

  public ReportTable {
    rows = List.copyOf(rows);
  }
}
