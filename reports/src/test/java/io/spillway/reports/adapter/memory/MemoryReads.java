package io.spillway.reports.adapter.memory;

import io.spillway.reports.adapter.memory.MemoryDocuments.Stored;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.port.ReportReads;
import io.spillway.schemas.documents.Indices;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Reports over a {@link MemoryDocuments}: what the real ones must answer, plainly written. */
public final class MemoryReads implements ReportReads {
  private final MemoryDocuments documents;

  /** Reads these documents. */
  public MemoryReads(MemoryDocuments documents) {
    this.documents = documents;
  }

  @Override
  public ReportTable read(ReportDefinition report, ReportRequest request) {
    List<Stored> matching =
        documents.all().stream()
            .filter(document -> belongs(document, report.index()))
            .filter(document -> MemoryFilters.chosen(report, request, document))
            .toList();
    List<Row> rows = new ArrayList<>();
    if (!matching.isEmpty()) {
      collect(report, 0, matching, Map.of(), request, rows);
    }
    return new ReportTable(matching.size(), rows);
  }

  static boolean belongs(Stored document, String alias) {
    return document.index().equals(alias)
        || document.index().matches(alias + "-[0-9]{4}\\.[0-9]{2}");
  }

  private void collect(
      ReportDefinition report,
      int depth,
      List<Stored> documents,
      Map<String, String> keys,
      ReportRequest request,
      List<Row> rows) {
    if (depth == report.buckets().size()) {
      rows.add(new Row(keys, values(report, documents, keys, request)));
      return;
    }
    Bucket bucket = report.buckets().get(depth);
    groups(report, bucket, documents, request)
        .forEach(
            (key, group) -> {
              Map<String, String> deeper = new LinkedHashMap<>(keys);
              deeper.put(bucket.field(), key);
              collect(report, depth + 1, group, deeper, request, rows);
            });
  }

  private Map<String, List<Stored>> groups(
      ReportDefinition report, Bucket bucket, List<Stored> documents, ReportRequest request) {
    Map<String, List<Stored>> groups = new LinkedHashMap<>();
    if (bucket instanceof Bucket.Groups named) {
      for (Bucket.Group group : named.groups()) {
        groups.put(
            group.name(),
            documents.stream()
                .filter(d -> MemoryFilters.holds(group.filter(), d, request.now()))
                .toList());
      }
      return groups;
    }
    Map<String, List<Stored>> sorted = new TreeMap<>();
    for (Stored document : documents) {
      for (Object value : MemoryFilters.values(document, bucket.field())) {
        sorted.computeIfAbsent(key(bucket, value, request), _ -> new ArrayList<>()).add(document);
      }
    }
    if (!(bucket instanceof Bucket.Terms terms)) {
      return sorted;
    }
    Comparator<Map.Entry<String, List<Stored>>> lowest =
        Comparator.comparing(group -> value(report.metric(), group.getValue()));
    sorted.entrySet().stream()
        .sorted(
            (terms.lowest() ? lowest : lowest.reversed()).thenComparing(Map.Entry.comparingByKey()))
        .limit(terms.size())
        .forEach(group -> groups.put(group.getKey(), group.getValue()));
    return groups;
  }

  private static String key(Bucket bucket, Object value, ReportRequest request) {
    return switch (bucket) {
      case Bucket.Terms _, Bucket.Groups _ -> value.toString();
      case Bucket.Hour _ -> ((Instant) value).truncatedTo(ChronoUnit.HOURS).toString();
      case Bucket.Day _ -> ((Instant) value).truncatedTo(ChronoUnit.DAYS).toString();
      case Bucket.WindowStep _ -> {
        long step = request.window().step().toMillis();
        yield Instant.ofEpochMilli(((Instant) value).toEpochMilli() / step * step).toString();
      }
    };
  }

  private Map<String, Long> values(
      ReportDefinition report,
      List<Stored> documents,
      Map<String, String> keys,
      ReportRequest request) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Metric metric : report.metrics()) {
      if (metric instanceof Metric.MinutesLeft left) {
        long kept = kept(keys, left, request);
        if (kept > 0) {
          values.put(left.name(), values.get(left.units()) * left.over().toMinutes() / kept);
        }
      } else if (metric instanceof Metric.Count || metric instanceof Metric.Sum) {
        values.put(metric.name(), value(metric, documents));
      } else if (numbers(documents, field(metric)).findAny().isPresent()) {
        values.put(metric.name(), value(metric, documents));
      }
    }
    return values;
  }

  private long kept(Map<String, String> keys, Metric.MinutesLeft metric, ReportRequest request) {
    return documents.all().stream()
        .filter(document -> belongs(document, Indices.ORDER_LINES))
        .map(Stored::fields)
        .filter(f -> Boolean.TRUE.equals(f.get("kept")))
        .filter(f -> Objects.equals(keys.get("sku"), f.get("sku")))
        .filter(f -> Objects.equals(keys.get("tenant"), f.get("tenant")))
        .filter(f -> !((Instant) f.get("createdAt")).isBefore(request.now().minus(metric.over())))
        .filter(f -> ((Instant) f.get("createdAt")).isBefore(request.now()))
        .mapToLong(f -> ((Number) f.get("quantity")).longValue())
        .sum();
  }

  private static String field(Metric metric) {
    return switch (metric) {
      case Metric.Count _, Metric.MinutesLeft _ -> "";
      case Metric.Sum sum -> sum.field();
      case Metric.Highest highest -> highest.field();
      case Metric.Latest latest -> latest.field();
      case Metric.Percentile percentile -> percentile.field();
    };
  }

  private static long value(Metric metric, Collection<Stored> documents) {
    LongStream numbers = numbers(documents, field(metric));
    return switch (metric) {
      case Metric.Count _ -> documents.size();
      case Metric.MinutesLeft _ -> 0;
      case Metric.Sum _ -> numbers.sum();
      case Metric.Highest _, Metric.Latest _ -> numbers.max().orElse(0);
      case Metric.Percentile percentile -> nearestRank(numbers, percentile.percent());
    };
  }

  private static long nearestRank(LongStream numbers, double percent) {
    long[] sorted = numbers.sorted().toArray();
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  private static LongStream numbers(Collection<Stored> documents, String field) {
    return documents.stream()
        .flatMap(document -> MemoryFilters.values(document, field).stream())
        .mapToLong(
            value ->
                value instanceof Instant at ? at.toEpochMilli() : ((Number) value).longValue());
  }
}
