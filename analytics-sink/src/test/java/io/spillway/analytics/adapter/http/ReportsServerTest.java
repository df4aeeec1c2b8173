package io.spillway.analytics.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.Rows;
import io.spillway.analytics.adapter.memory.MemoryIndex;
import io.spillway.analytics.adapter.memory.MemoryReads;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDetail.Line;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportsServerTest {
  private static final Clock CLOCK = Clock.fixed(Rows.CREATED.plusSeconds(90), ZoneOffset.UTC);
  private static final ReportReads DOWN =
      (_, _) -> {
        throw new IndexUnavailableException("nobody at <http://es>");
      };

  private final MemoryIndex index = new MemoryIndex();
  private final HttpClient http = HttpClient.newHttpClient();
  private ReportsServer server = serve(new MemoryReads(index));

  private static ReportsServer serve(ReportReads reads) {
    return ReportsServer.start("127.0.0.1", 0, Duration.ofSeconds(5), reads, CLOCK);
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void replaceReads(ReportReads reads) {
    server.close();
    server = serve(reads);
  }

  @Test
  void theRootLeadsToThePage() throws Exception {
    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).contains("/reports");
  }

  @Test
  void withoutDataThePageSaysSo() throws Exception {
    HttpResponse<String> page = get("/reports");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).contains("No data yet.").doesNotContain("unavailable");
  }

  @Test
  void thePageShowsEveryReport() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    index.write(Rows.documents("o2", 2, "REJECTED"));
    index.write(List.of(Rows.stockDocument(Rows.stock("gone", 0, 1))));

    String page = get("/reports").body();

    Reports.ALL.stream()
        .filter(report -> !report.equals(Reports.ORDERS_BY_STATUS))
        .forEach(report -> assertThat(page).contains(report.title(), report.question()));
    assertThat(page)
        .contains("15.50 GBP", "United Kingdom", "85123A", "gone", "2010-12-01", "88 s old")
        .contains("50.0 %", "orders per minute", "time (UTC), last 60 minutes")
        .doesNotContain("No data yet.");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/reports");

    assertThat(page.body()).doesNotContain("http://", "https://", "src=", "@import", "style=\"");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void whatCustomersWroteIsText() throws Exception {
    String evil = "<script>alert('\"x&y')</script>";
    index.write(
        OrderDocuments.of(
            new OrderDetail(
                Rows.order("o1", 2, "CONFIRMED").setStatus("CONFIRMED").build(),
                List.of(new Line(evil, 1, 100)),
                Map.of("country", evil),
                List.of(),
                List.of())));
    index.write(
        OrderDocuments.of(
            new OrderDetail(
                Rows.order("o2", 2, evil).setCurrency("<b>").build(),
                List.of(),
                Map.of(),
                List.of(),
                List.of())));
    index.write(List.of(Rows.stockDocument(Rows.stock(evil, 0, 1))));

    assertThat(get("/reports").body())
        .doesNotContain("alert('", "<b>alert", "<script>alert")
        .contains("&lt;script&gt;alert(&#39;&quot;x&amp;y&#39;)&lt;/script&gt;");
  }

  @Test
  void aCurrencyWithoutDecimalsHasNone() throws Exception {
    index.write(
        OrderDocuments.of(
            Rows.detail(
                Rows.order("o1", 2, "CONFIRMED")
                    .setCurrency("JPY")
                    .setTotalAmount(9_999)
                    .setKeptAmount(1_234)
                    .build())));

    assertThat(get("/reports").body()).contains("1,234 JPY").doesNotContain("12.34");
  }

  @Test
  void theApiAnswersEachReport() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));

    HttpResponse<String> answer = get("/reports/api/orders-per-minute?range=15m");
    JsonNode json = new JsonMapper().readTree(answer.body());

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(json.path("window").path("from").asText()).isEqualTo("2026-11-20T12:22:00Z");
    assertThat(json.path("window").path("stepSeconds").asInt()).isEqualTo(60);
    assertThat(json.path("rows"))
        .containsExactly(
            new JsonMapper()
                .readTree(
                    "{\"createdAt\":\"2026-11-20T12:34:00Z\",\"status\":\"CONFIRMED\",\"orders\":1}"));
    for (JsonNode report : new JsonMapper().readTree(get("/reports/api").body()).path("reports")) {
      assertThat(get(report.path("href").asText()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsUnknownIsAProblem() throws Exception {
    for (String path : List.of("/reports/api/nothing", "/elsewhere")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
    }
    HttpResponse<String> answer = get("/reports/api/stock-outs?range=1y");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("range must be one of 15m, 60m, 6h, 24h");
    assertThat(get("/reports?range=%3Cb%3E"))
        .satisfies(page -> assertThat(page.statusCode()).isEqualTo(400))
        .satisfies(page -> assertThat(page.body()).contains("showing the last 60 minutes"));
  }

  @Test
  void withoutElasticsearchThePageStillStandsAndTheApiSaysSo() throws Exception {
    replaceReads(DOWN);

    HttpResponse<String> page = get("/reports");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Elasticsearch is unavailable", "nobody at &lt;http://es&gt;", "No answer");

    HttpResponse<String> answer = get("/reports/api/revenue-by-day");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
  }
}
