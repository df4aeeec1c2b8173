package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ReportReads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports by aggregation. */
public final class ElasticReportReads implements ReportReads {
  private final SearchAnswers search;
  private final DemandRates demand;

  public ElasticReportReads(ElasticClient client, Duration timeout) {
    this.search = new SearchAnswers(client, timeout);
    this.demand = new DemandRates(search);
  }

  @Override
  public ReportTable read(ReportDefinition report, ReportRequest request)
      throws IndexUnavailableException {
    JsonNode answer = search.of(report.index(), ReportQuery.of(report, request));
    long documents = answer.path("hits").path("total").path("value").asLong();
    if (documents == 0) {
      return ReportTable.EMPTY;
    }
    List<Row> rows = new ArrayList<>();
    collect(report, 0, answer.path("aggregations"), documents, Map.of(), rows);
    ReportTable table = new ReportTable(documents, rows);
    for (Metric metric : report.metrics()) {
      if (metric instanceof Metric.MinutesLeft left) {
        table = demand.minutesLeft(table, left, request.now());
      }
    }
    return table;
  }

  private static void collect(
      ReportDefinition report,
      int depth,
      JsonNode level,
      long documents,
      Map<String, String> keys,
      List<Row> rows) {
    if (depth == report.buckets().size()) {
      rows.add(new Row(keys, values(report, level, documents)));
      return;
    }
    Bucket bucket = report.buckets().get(depth);
    int place = 0;
    for (JsonNode found : level.path(ReportQuery.BUCKET).path("buckets")) {
      Map<String, String> deeper = new LinkedHashMap<>(keys);
      deeper.put(bucket.field(), key(bucket, found, place++));
      collect(report, depth + 1, found, found.path("doc_count").asLong(), deeper, rows);
    }
  }

  private static String key(Bucket bucket, JsonNode found, int place) {
    return switch (bucket) {
      case Bucket.Terms _ -> found.path("key").asText();
      case Bucket.Groups groups -> groups.groups().get(place).name();
      case Bucket.Hour _, Bucket.Day _, Bucket.WindowStep _ ->
          Instant.ofEpochMilli(found.path("key").asLong()).toString();
    };
  }

  private static Map<String, Long> values(ReportDefinition report, JsonNode level, long documents) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Metric metric : report.metrics()) {
      JsonNode found = level.path(metric.name());
      JsonNode value =
          metric instanceof Metric.Percentile
              ? found.path("values").path(0).path("value")
              : found.path("value");
      if (metric instanceof Metric.Count) {
        values.put(metric.name(), documents);
      } else if (value.isNumber()) {
        values.put(metric.name(), Math.round(value.asDouble()));
      }
    }
    return values;
  }
}
