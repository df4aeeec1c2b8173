package io.spillway.reports.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.access.Authenticator;
import io.spillway.reports.NamedReportReads;
import io.spillway.reports.SampleDocuments;
import io.spillway.reports.adapter.memory.MemoryDocuments;
import io.spillway.reports.adapter.memory.MemoryOrders;
import io.spillway.reports.adapter.memory.MemoryProductNames;
import io.spillway.reports.adapter.memory.MemoryReads;
import io.spillway.reports.core.Chart;
import io.spillway.reports.core.Reports;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ReportReads;
import io.spillway.runtime.testing.HandClock;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsServerTest {
  private static final Clock CLOCK =
      Clock.fixed(SampleDocuments.CREATED.plusSeconds(90), ZoneOffset.UTC);
  private static final ReportReads DOWN =
      (_, _) -> {
        throw new IndexUnavailableException("nobody at <http://es>");
      };

  private final MemoryDocuments index = new MemoryDocuments();
  private final SampleDocuments samples = new SampleDocuments(index);
  private final HttpClient http = HttpClient.newHttpClient();
  private ReportsServer server = serve(new MemoryReads(index), Duration.ofSeconds(20));

  private ReportsServer serve(ReportReads reads, Duration patience) {
    return serve(reads, patience, CLOCK);
  }

  private ReportsServer serve(ReportReads reads, Duration patience, Clock clock) {
    return new ReportsServer(
        new ReportsServer.Options("127.0.0.1", 0, Duration.ofMillis(50), patience, null),
        Authenticator.OPEN,
        Optional.empty(),
        reads,
        new MemoryOrders(index),
        new Random(7),
        clock);
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

  private void replaceReads(ReportReads reads, Duration patience) {
    server.close();
    server = serve(reads, patience);
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
    assertThat(page.body())
        .contains("No data yet.", "No products are sold out.")
        .doesNotContain("is unavailable", "Loading");
  }

  @Test
  void thePageShowsEveryReport() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.order("o2", 2, "REJECTED");
    samples.stock("gone", 0, 1);

    String page = get("/reports").body();

    Reports.ALL.stream()
        .filter(report -> report.chart() != Chart.TILES)
        .forEach(report -> assertThat(page).contains(report.title(), report.question()));
    assertThat(page)
        .contains("15.50 GBP", "United Kingdom", "85123A", "gone", "2010-12-01", "88 s ago")
        .contains("50.0 %", "orders per minute", "time (UTC), last 60 minutes");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/reports");

    assertThat(page.body()).doesNotContain("http://", "https://", "@import", "style=\"");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    Matcher source = Pattern.compile("src=\"([^\"]*)\"").matcher(page.body());
    assertThat(source.find()).isTrue();
    HttpResponse<String> script = get(source.group(1));
    assertThat(source.find()).isFalse();
    assertThat(script.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(script.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(script.body()).contains("uPlot", "EventSource").doesNotContain("eval(");
  }

  @Test
  void noAnswerIsKeptOrTakenForAnotherType() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    for (String path :
        List.of(
            "/reports",
            "/reports/orders",
            "/reports/orders/o1",
            "/reports/orders/nobody",
            "/reports/api/top-skus-by-revenue",
            "/reports/api/nonsense")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Cache-Control")).as(path).hasValue("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options"))
          .as(path)
          .hasValue("nosniff");
    }
  }

  @Test
  void aChartHasEveryStepAndEverySeriesOfItsReport() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.order("o2", 2, "CONFIRMED");
    samples.order("o3", 2, "REJECTED");

    JsonNode orders = charts("orders-over-time").getFirst();
    assertThat(orders.path("kind").asText()).isEqualTo("columns");
    assertThat(orders.path("steps").asInt()).isEqualTo(60);
    assertThat(orders.path("step").asInt()).isEqualTo(60);
    assertThat(Instant.ofEpochSecond(orders.path("first").asLong()))
        .isEqualTo("2026-11-20T11:37:00Z");
    assertThat(orders.path("series").findValuesAsText("name"))
        .containsExactly("Confirmed", "Rejected");
    assertThat(orders.at("/series/0/values")).hasSize(60);
    assertThat(orders.at("/series/0/values/57").asLong()).isEqualTo(2);
    assertThat(orders.at("/series/0/values/58").isNull()).isTrue();
    assertThat(orders.at("/series/1/values/57").asLong()).isEqualTo(1);
    String link = orders.at("/series/1/href").asText();
    assertThat(link).isEqualTo("/reports/orders?status=REJECTED&time=createdAt");
    assertThat(get(link + "&from=2026-11-20T12:34:00.000Z&to=2026-11-20T12:35:00.000Z").body())
        .contains("/reports/orders/o3")
        .doesNotContain("/reports/orders/o1");

    JsonNode revenue = charts("revenue-by-day").getFirst();
    assertThat(revenue.path("currency").asText()).isEqualTo("GBP");
    assertThat(revenue.path("decimals").asInt()).isEqualTo(2);
    assertThat(revenue.at("/series/0/values/0").asLong()).isEqualTo(3_100);
    assertThat(revenue.at("/series/1/values/0").asLong()).isEqualTo(2);
    assertThat(revenue.at("/series/1/drawn").asBoolean(true)).isFalse();

    JsonNode latency = charts("reservation-latency").getFirst();
    assertThat(latency.path("kind").asText()).isEqualTo("lines");
    assertThat(latency.path("series").findValuesAsText("name"))
        .containsExactly("p50", "p95", "p99");
    assertThat(latency.at("/series/2/values/57").asLong()).isEqualTo(1_000);
  }

  /** The charts' data in a report's panel. */
  private List<JsonNode> charts(String report) throws Exception {
    String page = get("/reports").body();
    int begin = page.indexOf("<article class=\"panel wide\" id=\"" + report + "\"");
    assertThat(begin).as(report).isNotNegative();
    String panel = page.substring(begin, page.indexOf("</article>", begin));
    List<JsonNode> charts = new java.util.ArrayList<>();
    Matcher json =
        Pattern.compile("(?s)<script type=\"application/json\">(.*?)</script>").matcher(panel);
    while (json.find()) {
      charts.add(new JsonMapper().readTree(json.group(1)));
    }
    return charts;
  }

  @Test
  void whatCustomersWroteIsText() throws Exception {
    String evil = "<script>alert('\"x&y')</script>";
    samples.describe("o1", 2, "CONFIRMED").with("country", evil).line(evil, 1, 100).write();
    samples.describe("o2", 2, evil).with("currency", "<b>").write();
    samples.stock(evil, 0, 1);

    String page = get("/reports").body();

    assertThat(page)
        .doesNotContain("<b>alert", "<script>alert")
        .contains("&lt;script&gt;alert('\"x&amp;y')&lt;/script&gt;")
        .contains("\\u003cscript\\u003ealert(\\u0027\\\"x\\u0026y\\u0027)\\u003c/script\\u003e");
    String[] pieces = page.split("(?i)alert\\(", -1);
    for (int i = 0; i < pieces.length - 1; i++) {
      assertThat(pieces[i]).matches("(?is).*(&lt;script&gt;|\\\\u003cscript\\\\u003e)");
    }
  }

  /** The lists of orders, an order's page, what is not found, and the login. */
  @Test
  void whatOthersWroteIsTextOnEveryOtherPageToo() throws Exception {
    String evil = "<img src=x onerror=alert(1)>";
    samples
        .describe("o1", 2, "REJECTED")
        .with("customerId", evil)
        .with("country", evil)
        .with("tenant", evil)
        .line(evil, 1, 100)
        .write();
    String encoded = URLEncoder.encode(evil, StandardCharsets.UTF_8);

    for (String path :
        List.of(
            "/reports/orders?range=all",
            "/reports/orders?range=all&sku=" + encoded,
            "/reports/orders?status=" + encoded,
            "/reports/orders/o1",
            "/reports/orders/" + encoded.replace("+", "%20"),
            "/reports?range=" + encoded,
            "/reports/login?next=" + encoded,
            "/reports/" + encoded.replace("+", "%20"))) {
      HttpResponse<String> page = get(path);
      assertThat(page.statusCode()).as(path).isLessThan(500);
      boolean html = page.headers().firstValue("Content-Type").orElse("").contains("html");
      assertThat(html && page.body().contains("<img")).as(path + page.body()).isFalse();
    }
    assertThat(get("/reports/orders/o1").body()).contains("&lt;img src=x");
  }

  @Test
  void aCurrencyWithoutDecimalsHasNone() throws Exception {
    samples.describe("o1", 2, "CONFIRMED").with("currency", "JPY").amounts(9_999, 1_234).write();

    assertThat(get("/reports").body()).contains("1,234 JPY").doesNotContain("12.34");
  }

  @Test
  void theApiAnswersEachReport() throws Exception {
    samples.order("o1", 2, "CONFIRMED");

    HttpResponse<String> answer = get("/reports/api/orders-over-time?range=15m");
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
    assertThat(answer.body()).contains("range is '1y'; it must be one of 15m, 60m, 6h, 24h");
    assertThat(get("/reports?range=%3Cb%3E"))
        .satisfies(page -> assertThat(page.statusCode()).isEqualTo(400))
        .satisfies(page -> assertThat(page.body()).contains("range is '&lt;b&gt;'"));
  }

  @Test
  void withoutElasticsearchThePageStillStandsAndTheApiSaysSo() throws Exception {
    replaceReads(DOWN, Duration.ofSeconds(20));

    HttpResponse<String> page = get("/reports");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Elasticsearch is unavailable", "nobody at &lt;http://es&gt;", "did not answer");

    HttpResponse<String> answer = get("/reports/api/revenue-by-day");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
  }

  @Test
  void everyFaultOfAQueryIsNamed() throws Exception {
    HttpResponse<String> answer =
        get("/reports/api/stock-outs?from=2010-12-01&colour=red&country=Eire&time=now");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonMapper().readTree(answer.body()).path("detail").asText())
        .contains("unknown parameter 'colour'; known are range, from, to, tenant")
        .contains("from and to go together")
        .contains("the report has no filter 'country'");
    assertThat(get("/reports/api/revenue-by-day?from=2011-01-01&to=2010-12-01").body())
        .contains("not before to");
    assertThat(get("/reports/api/revenue-by-day?from=soon&to=2010-12-01").body())
        .contains("from is 'soon'; it must be a day or a time in UTC");
    assertThat(get("/reports/api/revenue-by-day?tenant=" + "t".repeat(2_000)).body())
        .contains("tenant has 2000 characters; the limit is 1024");
    assertThat(get("/reports/orders?time=yesterday").body())
        .contains("time is 'yesterday'; it must be createdAt or placedAt");
  }

  @Test
  void theChosenTimeAndValuesAreInTheAddressAndInEveryLink() throws Exception {
    samples.order("o1", 2, "CONFIRMED");

    String page = get("/reports?from=2010-12-01&to=2010-12-02&country=United+Kingdom").body();

    assertThat(page)
        .contains("value=\"2010-12-01T00:00\"", "value=\"United Kingdom\"")
        .contains("/reports?range=24h&amp;country=United+Kingdom")
        .contains(
            "/reports/api/revenue-by-day.csv?from=2010-12-01T00%3A00%3A00Z&amp;"
                + "to=2010-12-02T00%3A00%3A00Z&amp;country=United+Kingdom")
        .contains("Not filtered by country", "15.50 GBP");
    assertThat(get("/reports?country=Eire").body()).doesNotContain("15.50 GBP");
  }

  @Test
  void aFigureLeadsToItsOrdersAndAnOrderToItsStory() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.order("o2", 2, "REJECTED");
    String page = get("/reports").body();
    Matcher link =
        Pattern.compile("href=\"(/reports/orders[?]status=REJECTED[^\"]*)\"").matcher(page);
    assertThat(link.find()).isTrue();

    String orders = get(link.group(1).replace("&amp;", "&")).body();

    assertThat(orders).contains("href=\"/reports/orders/o2\"").doesNotContain("/reports/orders/o1");
    assertThat(get("/reports/orders/o2").body())
        .contains("Timeline", "Rejected", "Sold out, 1 missing", "71053", "15.50 GBP");
    HttpResponse<String> nobody = get("/reports/orders/nobody");
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(nobody.body()).contains("Order not found");
  }

  @Test
  void everyLinkOfThePageLeadsSomewhere() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.order("o2", 2, "REJECTED");
    samples.stock("gone & lost", 0, 1);

    List<String> links =
        Pattern.compile("href=\"(/[^\"]*)\"")
            .matcher(get("/reports?range=all").body())
            .results()
            .map(found -> found.group(1).replace("&amp;", "&"))
            .distinct()
            .toList();

    assertThat(links).hasSizeGreaterThan(50);
    for (String link : links) {
      assertThat(get(link).statusCode()).as(link).isEqualTo(200);
    }
  }

  @Test
  void filesHaveEveryRowAndNoFormulas() throws Exception {
    samples.describe("o1", 2, "CONFIRMED").line("=1+1", 6, 255).line("a,\"b\"", 2, 10).write();

    HttpResponse<String> file = get("/reports/api/top-skus-by-revenue.csv");

    assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .contains("top-skus-by-revenue.csv");
    assertThat(file.body())
        .isEqualTo(
            "currency,sku,name,category,amount,units\r\n"
                + "GBP,'=1+1,,,1530,6\r\n"
                + "GBP,\"a,\"\"b\"\"\",,,20,2\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
  void noCellOfAFileBeginsAFormula(String sku) throws Exception {
    samples.describe("o1", 2, "CONFIRMED").line(sku, 6, 255).write();

    assertThat(get("/reports/api/top-skus-by-revenue.csv").body())
        .containsPattern("(?s)GBP,\"?'" + Pattern.quote(sku));
  }

  @Test
  void productsAreShownWithTheirNames() throws Exception {
    samples.order("o1", 2, "CONFIRMED");
    samples.product("85123A", "=Heart <holder>", "Decoration");
    replaceReads(
        new NamedReportReads(new MemoryReads(index), new MemoryProductNames(index)),
        Duration.ofSeconds(20));

    assertThat(get("/reports").body())
        .contains("85123A · =Heart &lt;holder&gt; (Decoration)")
        .doesNotContain("<holder>");
    assertThat(get("/reports/api/top-skus-by-revenue").body())
        .contains("\"sku\":\"85123A\",\"name\":\"=Heart <holder>\",\"category\":\"Decoration\"");
    assertThat(get("/reports/api/top-skus-by-revenue.csv").body())
        .contains("GBP,85123A,'=Heart <holder>,Decoration,");
  }

  @Test
  void aPageBeginsWithTheFiguresOfTheLastMinute() throws Exception {
    HandClock clock = new HandClock(CLOCK.instant());
    AtomicInteger reads = new AtomicInteger();
    MemoryReads memory = new MemoryReads(index);
    samples.order("o1", 2, "CONFIRMED");
    server.close();
    server =
        serve(
            (report, request) -> {
              if (reads.incrementAndGet() > Reports.ALL.size()) {
                throw new IndexUnavailableException("asked again");
              }
              return memory.read(report, request);
            },
            Duration.ofSeconds(20),
            clock);

    assertThat(get("/reports").body()).contains("Confirmed").doesNotContain("asked again");
    clock.pass(Duration.ofSeconds(30));
    assertThat(get("/reports").body()).contains("Confirmed").doesNotContain("asked again");
    clock.pass(Duration.ofSeconds(61));
    assertThat(get("/reports").body()).contains("asked again");
  }

  @Test
  void aPageDoesNotWaitForSlowFiguresAndGetsThemLater() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    MemoryReads memory = new MemoryReads(index);
    samples.order("o1", 2, "CONFIRMED");
    replaceReads(
        (report, request) -> {
          try {
            if (report.equals(Reports.REVENUE_BY_DAY)) {
              slow.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return memory.read(report, request);
        },
        Duration.ofMillis(300));

    String page = get("/reports").body();

    assertThat(page).contains("Loading", "United Kingdom");
    slow.countDown();
    try (LiveEvents events = LiveEvents.open(http, server.port(), "?currency=GBP")) {
      assertThat(events.until("revenue-by-day")).contains("15.50 GBP");
    }
  }

  @Test
  void anOpenPageIsSentOnlyWhatChanged() throws Exception {
    server.close();
    Instant[] now = {SampleDocuments.CREATED.plusSeconds(90)};
    server =
        new ReportsServer(
            new ReportsServer.Options(
                "127.0.0.1", 0, Duration.ofMillis(20), Duration.ofSeconds(20), null),
            Authenticator.OPEN,
            Optional.empty(),
            new MemoryReads(index),
            new MemoryOrders(index),
            new Random(7),
            new Clock() {
              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now[0];
              }
            });
    try (LiveEvents events = LiveEvents.open(http, server.port(), "")) {
      assertThat(events.until("stock-outs")).contains("No products are sold out.");
      events.until("fastest-skus");
      samples.stock("gone", 0, 1);
      now[0] = now[0].plusSeconds(2);

      assertThat(events.until("stock-outs")).contains("gone");
      assertThat(events.seen()).filteredOn("low-stock"::equals).hasSize(1);
    }
  }

  @Test
  void aPageThatIsGoneIsNotServedOn() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (LiveEvents events = LiveEvents.open(http, server.port(), "")) {
        events.until("stock-outs");
        assertThat(server.viewers()).isPositive();
      }
    }

    Awaitility.await().untilAsserted(() -> assertThat(server.viewers()).isZero());
  }

  @Test
  void aStreamOfNonsenseIsRefused() throws Exception {
    try (LiveEvents events = LiveEvents.open(http, server.port(), "?range=1y")) {
      assertThat(events.refused()).contains("range is '1y'");
    }
  }

  /** Live pages are server-sent events, which take nothing from the browser. */
  @Test
  void nobodySpeaksWebSocket() {
    for (String path : List.of("/reports", "/reports/live", "/reports/api/orders-by-status")) {
      URI uri = URI.create("ws://127.0.0.1:" + server.port() + path);
      assertThatThrownBy(
              () -> http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {}).join())
          .as(path)
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
  }
}
