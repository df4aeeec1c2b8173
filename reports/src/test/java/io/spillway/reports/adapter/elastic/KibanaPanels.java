package io.spillway.reports.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.reports.adapter.kibana.KibanaObjects;
import io.spillway.reports.adapter.kibana.LensQuery;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.port.ReportReads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs every panel's aggregation as Kibana would and compares it with the report. */
public final class KibanaPanels {
  private static final JsonMapper JSON = new JsonMapper();

  private KibanaPanels() {}

  /** Fails where a panel and its report differ. */
  public static void assertSameAs(ReportReads reads, ElasticClient client, Instant now)
      throws Exception {
    for (String file : KibanaObjects.files().values()) {
      for (String line : file.split("\\n")) {
        JsonNode object = JSON.readTree(line);
        if (object.path("type").asText().equals("lens")) {
          String name = object.path("id").asText().substring("spillway-".length());
          ReportDefinition report = Reports.named(name).orElseThrow();
          assertSame(reads, client, now, object, report);
        }
      }
    }
  }

  private static void assertSame(
      ReportReads reads, ElasticClient client, Instant now, JsonNode panel, ReportDefinition report)
      throws Exception {
    ReportRequest request = Selection.USUAL.request(report, now);
    List<String> wanted =
        reads.read(report, request).rows().stream().map(row -> text(report, row)).toList();
    LensQuery query = new LensQuery(panel, now, request.window().step().toSeconds() + "s");
    String time = report.time() == null ? "" : report.time().field();
    byte[] answer =
        client.perform(
            "POST",
            "/" + report.index() + "/_search",
            Map.of("ignore_unavailable", "true"),
            query
                .body(time, request.window().from(), request.window().to())
                .toString()
                .getBytes(UTF_8),
            Duration.ofSeconds(10));
    JsonNode told = JSON.readTree(answer);
    List<String> rows = told.at("/hits/total/value").asLong() == 0 ? List.of() : query.rows(told);

    assertThat(rows).as(report.name()).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static String text(ReportDefinition report, Row row) {
    StringBuilder out = new StringBuilder();
    for (Bucket bucket : report.buckets()) {
      out.append(row.key(bucket.field())).append(" | ");
    }
    List<Metric> metrics = new ArrayList<>(report.metrics());
    metrics.removeIf(metric -> metric instanceof Metric.MinutesLeft);
    for (Metric metric : metrics) {
      out.append(row.has(metric.name()) ? "" + row.value(metric.name()) : "").append(" ; ");
    }
    return out.toString();
  }
}
