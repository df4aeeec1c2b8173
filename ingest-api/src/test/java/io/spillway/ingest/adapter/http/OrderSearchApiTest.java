package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderSearchApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture();
    for (int i = 0; i < 7; i++) {
      // Two a millisecond, of customers on different shards.
      put("c" + i, i % 2 == 0 ? "CONFIRMED" : "RESERVED", TestRows.AT.plusMillis(i / 2));
    }
    put("of yesterday", "CONFIRMED", TestRows.AT.minus(Duration.ofHours(25)));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void put(String customer, String status, Instant at) {
    RoutedId id = RoutedId.ofOrder("shop", customer, "k");
    String sku = status.equals("RESERVED") ? "Blue mug" : "B";
    api.rows.put(
        TestRows.withSkus(
            TestRows.row(id, "shop", customer, status, 2, at, null), List.of("A", sku)));
  }

  @Test
  void leadsThroughTheOrdersOfTheLastDayOncePageByPage() throws Exception {
    List<String> times = new ArrayList<>();
    List<String> ids = pages("/v1/orders?tenant=shop&limit=3", times, 3);
    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    assertThat(times).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void theNextPageIsOfTheSameTimes() throws Exception {
    String next = JSON.readTree(get("/v1/orders?tenant=shop&limit=3")).get("next").asText();
    String again = JSON.readTree(get(next)).get("next").asText();
    assertThat(next).contains("&from=2026-11-20T08:").contains("&to=2026-11-21T08:");
    assertThat(again.substring(0, again.indexOf("&after=")))
        .isEqualTo(next.substring(0, next.indexOf("&after=")));
  }

  @Test
  void findsByTimeStatusAndSku() throws Exception {
    String all = "/v1/orders?tenant=shop&from=2026-11-01T00:00:00Z&limit=2";
    assertThat(pages(all, new ArrayList<>(), 4)).hasSize(8);
    assertThat(pages(all + "&status=RESERVED", new ArrayList<>(), 2)).hasSize(3);
    assertThat(pages(all + "&sku=Blue+mug", new ArrayList<>(), 3)).hasSize(3);
    assertThat(pages(all + "&sku=Blue+mug&status=CONFIRMED", new ArrayList<>(), 2)).isEmpty();
    String some =
        "/v1/orders?tenant=shop&from=2026-11-21T09:00:00.101%2B01:00&to=2026-11-21T08:00:00.102Z";
    assertThat(pages(some, new ArrayList<>(), 1)).hasSize(2);
    assertThat(pages("/v1/orders", new ArrayList<>(), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tenant=NO, tenant",
    "status=, status",
    "status=confirmed, status",
    "status=ORDER_STATUS_UNSPECIFIED, status",
    "status=UNRECOGNIZED, status",
    "sku=, sku",
    "sku=a%09b, sku",
    "from=yesterday, from",
    "from=2026-11-21, from",
    "from=1969-12-31T23:59:59Z, from",
    "to=9999-12-31T23:59:59-01:00, to",
    "to=2026-13-01T00:00:00Z, to",
    "from=2026-11-21T08:00:00Z&to=2026-11-21T08:00:00Z, from",
    "from=2026-11-21T08:00:00Z&to=2026-11-21T07:00:00Z, from",
    "from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00.001Z, from",
    "from=2026-10-01T00:00:00Z, from",
    "from=2027-10-01T00:00:00Z, from",
    "limit=0, limit",
    "limit=201, limit",
    "after=, after",
    "after=AAAA, after",
    "after=%21%21, after",
    "customerId=, customerId"
  })
  void namesTheParameterThatIsWrong(String query, String parameter) throws Exception {
    JsonNode problem = problem(api.get("/v1/orders?" + query), 400, "invalid-parameter");
    assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void refusesAPlaceOutsideOfTheTimes() throws Exception {
    RoutedId id = RoutedId.ofOrder("shop", "c1", "k");
    String day = "/v1/orders?tenant=shop&from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&after=";
    Instant from = Instant.parse("2026-11-21T00:00:00Z");
    Instant to = Instant.parse("2026-11-22T00:00:00Z");
    problem(api.get(day + text(from.minusMillis(1), id)), 400, "invalid-parameter");
    problem(api.get(day + text(to, id)), 400, "invalid-parameter");
    get(day + text(from, id));
    get(day + text(to.minusMillis(1), id));
  }

  @Test
  void aShardThatDoesNotAnswerIsSaid() throws Exception {
    api.rows.setDown(true);
    try {
      HttpResponse<String> response = api.get("/v1/orders?tenant=shop");
      JsonNode problem = problem(response, 503, "reads-unavailable");
      assertThat(problem.get("detail").asText()).contains("told to be down");
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    } finally {
      api.rows.setDown(false);
    }
  }

  private static String text(Instant at, RoutedId id) {
    return new OrderCursor(at, id).text();
  }

  private static String get(String path) throws Exception {
    HttpResponse<String> response = api.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static List<String> pages(String path, List<String> times, int expected)
      throws Exception {
    List<String> ids = new ArrayList<>();
    String next = path;
    int pages = 0;
    while (next != null) {
      JsonNode page = JSON.readTree(get(next));
      for (JsonNode order : page.get("orders")) {
        ids.add(order.get("orderId").asText());
        times.add(order.get("acceptedAt").asText());
      }
      next = page.has("next") ? page.get("next").asText() : null;
      pages++;
    }
    assertThat(pages).isEqualTo(expected);
    return ids;
  }
}
