package io.spillway.analytics.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.NamedReportReads;
import io.spillway.analytics.Rows;
import io.spillway.analytics.adapter.memory.MemoryIndex;
import io.spillway.analytics.adapter.memory.MemoryOrders;
import io.spillway.analytics.adapter.memory.MemoryProductNames;
import io.spillway.analytics.adapter.memory.MemoryReads;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDetail.Line;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.report.Chart;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import io.spillway.runtime.testing.HandClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
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
  private ReportsServer server = serve(new MemoryReads(index), Duration.ofSeconds(20));

  private ReportsServer serve(ReportReads reads, Duration patience) {
    return serve(reads, patience, CLOCK);
  }

  private ReportsServer serve(ReportReads reads, Duration patience, Clock clock) {
    return ReportsServer.start(
        new ReportsServer.Options("127.0.0.1", 0, Duration.ofMillis(50), patience),
        reads,
        new MemoryOrders(index),
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
        .contains("Nothing yet.", "Nothing is sold out.")
        .doesNotContain("is unavailable", "Being counted");
  }

  @Test
  void thePageShowsEveryReport() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    index.write(Rows.documents("o2", 2, "REJECTED"));
    index.write(List.of(Rows.stockDocument(Rows.stock("gone", 0, 1))));

    String page = get("/reports").body();

    Reports.ALL.stream()
        .filter(report -> report.chart() != Chart.TILES)
        .forEach(report -> assertThat(page).contains(report.title(), report.question()));
    assertThat(page)
        .contains("15.50 GBP", "United Kingdom", "85123A", "gone", "2010-12-01", "88 s old")
        .contains("50.0 %", "orders per minute", "time (UTC), last 60 minutes");
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
        .satisfies(page -> assertThat(page.body()).contains("range is &#39;&lt;b&gt;&#39;"));
  }

  @Test
  void withoutElasticsearchThePageStillStandsAndTheApiSaysSo() throws Exception {
    replaceReads(DOWN, Duration.ofSeconds(20));

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

  @Test
  void everyFaultOfAQueryIsNamed() throws Exception {
    HttpResponse<String> answer =
        get("/reports/api/stock-outs?from=2010-12-01&colour=red&country=Eire&time=now");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonMapper().readTree(answer.body()).path("detail").asText())
        .contains("'colour' is not known; it can be range, from, to, tenant")
        .contains("from and to go together")
        .contains("cannot be narrowed down by 'country'");
    assertThat(get("/reports/api/revenue-by-day?from=2011-01-01&to=2010-12-01").body())
        .contains("not before to");
    assertThat(get("/reports/api/revenue-by-day?from=soon&to=2010-12-01").body())
        .contains("from is 'soon'; it must be a day or a time in UTC");
    assertThat(get("/reports/api/revenue-by-day?tenant=" + "t".repeat(2_000)).body())
        .contains("tenant has 2000 characters; at most 1024");
    assertThat(get("/reports/orders?time=yesterday").body())
        .contains("time is &#39;yesterday&#39;; it must be createdAt or placedAt");
  }

  @Test
  void theChosenTimeAndValuesAreInTheAddressAndInEveryLink() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));

    String page = get("/reports?from=2010-12-01&to=2010-12-02&country=United+Kingdom").body();

    assertThat(page)
        .contains("value=\"2010-12-01T00:00\"", "value=\"United Kingdom\"")
        .contains("/reports?range=24h&amp;country=United+Kingdom")
        .contains(
            "/reports/api/revenue-by-day.csv?from=2010-12-01T00%3A00%3A00Z&amp;"
                + "to=2010-12-02T00%3A00%3A00Z&amp;country=United+Kingdom")
        .contains("Not narrowed down by country", "15.50 GBP");
    assertThat(get("/reports?country=Eire").body()).doesNotContain("15.50 GBP");
  }

  @Test
  void aFigureLeadsToItsOrdersAndAnOrderToItsStory() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    index.write(Rows.documents("o2", 2, "REJECTED"));
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
    assertThat(nobody.body()).contains("No such order");
  }

  @Test
  void everyLinkOfThePageLeadsSomewhere() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    index.write(Rows.documents("o2", 2, "REJECTED"));
    index.write(List.of(Rows.stockDocument(Rows.stock("gone & lost", 0, 1))));

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
    OrderDetail order = Rows.detail(Rows.order("o1", 2, "CONFIRMED").build());
    index.write(
        OrderDocuments.of(
            new OrderDetail(
                order.row(),
                List.of(new Line("=1+1", 6, 255), new Line("a,\"b\"", 2, 10)),
                order.attributes(),
                List.of(),
                List.of())));

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

  @Test
  void productsAreShownWithTheirNames() throws Exception {
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    index.write(
        List.of(
            Rows.productDocument(
                Rows.product("default", "85123A", "=Heart <holder>", 1)
                    .setCategory("Decoration")
                    .build())));
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
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
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
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
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

    assertThat(page).contains("Being counted", "United Kingdom");
    slow.countDown();
    try (LiveEvents events = LiveEvents.open(http, server.port(), "?currency=GBP")) {
      assertThat(events.until("revenue-by-day")).contains("15.50 GBP");
    }
  }

  @Test
  void anOpenPageIsSentOnlyWhatChanged() throws Exception {
    server.close();
    Instant[] now = {Rows.CREATED.plusSeconds(90)};
    server =
        ReportsServer.start(
            new ReportsServer.Options(
                "127.0.0.1", 0, Duration.ofMillis(20), Duration.ofSeconds(20)),
            new MemoryReads(index),
            new MemoryOrders(index),
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
      assertThat(events.until("stock-outs")).contains("Nothing is sold out.");
      events.until("fastest-skus");
      index.write(List.of(Rows.stockDocument(Rows.stock("gone", 0, 1))));
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
}
