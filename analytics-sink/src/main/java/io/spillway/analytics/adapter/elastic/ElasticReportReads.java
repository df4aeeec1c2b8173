package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Window;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports by aggregation. An index that does not exist yet has no documents. */
public final class ElasticReportReads implements ReportReads {
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticClient client;
  private final Duration timeout;

  /** Reads through a client, each report within the timeout. */
  public ElasticReportReads(ElasticClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  @Override
  public ReportTable read(ReportDefinition report, Window window) throws IndexUnavailableException {
    JsonNode answer = search(report, window);
    if (answer.path("_shards").path("failed").asInt() > 0 || answer.path("timed_out").asBoolean()) {
      throw new IndexUnavailableException("Elasticsearch could not read every shard");
    }
    long documents = answer.path("hits").path("total").path("value").asLong();
    if (documents == 0) {
      return ReportTable.EMPTY;
    }
    List<Row> rows = new ArrayList<>();
    collect(report, 0, answer.path("aggregations"), documents, Map.of(), rows);
    return new ReportTable(documents, rows);
  }

  private JsonNode search(ReportDefinition report, Window window) throws IndexUnavailableException {
    byte[] body = ReportQuery.of(report, window).toString().getBytes(UTF_8);
    try {
      byte[] answer =
          client.perform(
              "POST",
              "/" + report.index() + "/_search",
              Map.of("ignore_unavailable", "true"),
              body,
              timeout);
      return JSON.readTree(answer);
    } catch (PoisonException e) {
      throw new IndexUnavailableException("the report is refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IndexUnavailableException("Elasticsearch's answer is not readable", e);
    }
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
    for (JsonNode found : level.path(ReportQuery.BUCKET).path("buckets")) {
      Map<String, String> deeper = new LinkedHashMap<>(keys);
      deeper.put(bucket.field(), key(bucket, found));
      collect(report, depth + 1, found, found.path("doc_count").asLong(), deeper, rows);
    }
  }

  private static String key(Bucket bucket, JsonNode found) {
    return bucket instanceof Bucket.Terms
        ? found.path("key").asText()
        : Instant.ofEpochMilli(found.path("key").asLong()).toString();
  }

  private static Map<String, Long> values(ReportDefinition report, JsonNode level, long documents) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Metric metric : report.metrics()) {
      long value =
          metric instanceof Metric.Count
              ? documents
              : Math.round(level.path(metric.name()).path("value").asDouble());
      values.put(metric.name(), value);
    }
    return values;
  }
}
