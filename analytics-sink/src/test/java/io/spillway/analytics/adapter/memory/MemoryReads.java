package io.spillway.analytics.adapter.memory;

import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Filter;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Window;
import io.spillway.analytics.port.ReportReads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports over a {@link MemoryIndex}: what the real ones must answer, plainly written. */
public final class MemoryReads implements ReportReads {
  private final MemoryIndex index;

  /** Reads what the index holds. */
  public MemoryReads(MemoryIndex index) {
    this.index = index;
  }

  @Override
  public ReportTable read(ReportDefinition report, Window window) {
    List<Document> matching =
        index.all().stream()
            .filter(document -> belongs(document, report.index()))
            .filter(d -> report.filters().stream().allMatch(filter -> holds(filter, d, window)))
            .toList();
    List<Row> rows = new ArrayList<>();
    if (!matching.isEmpty()) {
      collect(report, 0, matching, Map.of(), window, rows);
    }
    return new ReportTable(matching.size(), rows);
  }

  private static boolean belongs(Document document, String alias) {
    return document.index().equals(alias)
        || document.index().matches(alias + "-[0-9]{4}\\.[0-9]{2}");
  }

  private static boolean holds(Filter filter, Document document, Window window) {
    Object value = document.fields().get(filter.field());
    return switch (filter) {
      case Filter.AnyOf(String _, List<String> texts) -> texts.contains(value);
      case Filter.Flag _ -> Boolean.TRUE.equals(value);
      case Filter.Number(String _, long number) ->
          value instanceof Number n && n.longValue() == number;
      case Filter.InWindow _ ->
          value instanceof Instant at && !at.isBefore(window.from()) && at.isBefore(window.to());
    };
  }

  private static void collect(
      ReportDefinition report,
      int depth,
      List<Document> documents,
      Map<String, String> keys,
      Window window,
      List<Row> rows) {
    if (depth == report.buckets().size()) {
      Map<String, Long> values = new LinkedHashMap<>();
      report.metrics().forEach(metric -> values.put(metric.name(), value(metric, documents)));
      rows.add(new Row(keys, values));
      return;
    }
    Bucket bucket = report.buckets().get(depth);
    Map<String, List<Document>> groups = new TreeMap<>();
    for (Document document : documents) {
      Object value = document.fields().get(bucket.field());
      if (value != null) {
        groups.computeIfAbsent(key(bucket, value, window), _ -> new ArrayList<>()).add(document);
      }
    }
    Comparator<Map.Entry<String, List<Document>>> order =
        bucket instanceof Bucket.Terms
            ? Comparator.comparing(group -> -value(report.metrics().getFirst(), group.getValue()))
            : Map.Entry.comparingByKey();
    int size = bucket instanceof Bucket.Terms terms ? terms.size() : Integer.MAX_VALUE;
    groups.entrySet().stream()
        .sorted(order)
        .limit(size)
        .forEach(
            group -> {
              Map<String, String> deeper = new LinkedHashMap<>(keys);
              deeper.put(bucket.field(), group.getKey());
              collect(report, depth + 1, group.getValue(), deeper, window, rows);
            });
  }

  private static String key(Bucket bucket, Object value, Window window) {
    return switch (bucket) {
      case Bucket.Terms _ -> value.toString();
      case Bucket.Day _ -> ((Instant) value).truncatedTo(ChronoUnit.DAYS).toString();
      case Bucket.WindowStep _ -> {
        long step = window.range().step().toMillis();
        yield Instant.ofEpochMilli(((Instant) value).toEpochMilli() / step * step).toString();
      }
    };
  }

  private static long value(Metric metric, List<Document> documents) {
    return switch (metric) {
      case Metric.Count _ -> documents.size();
      case Metric.Sum(String _, String field) ->
          documents.stream().mapToLong(d -> number(d.fields().get(field))).sum();
      case Metric.Latest(String _, String field) ->
          documents.stream().mapToLong(d -> number(d.fields().get(field))).max().orElse(0);
    };
  }

  private static long number(Object value) {
    return value instanceof Instant at ? at.toEpochMilli() : ((Number) value).longValue();
  }
}
