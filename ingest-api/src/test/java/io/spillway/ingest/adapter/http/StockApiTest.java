package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.port.LogException;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StockApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void acceptsAdjustmentsAndTellsTheirIds() throws Exception {
    api.commands.adjustments().clear();
    HttpResponse<String> response =
        adjust(
            "[{\"sku\":\"85123A\",\"delta\":3753,\"reference\":\"opening-85123A\"},"
                + "{\"sku\":\"C 2\",\"delta\":-4,\"reference\":\"Inventur №7\",\"tenant\":\"shop\"},"
                + "{\"sku\":\"C 3\",\"delta\":0,\"reference\":\"opening\"},"
                + "{\"sku\":\"C 4\",\"lowStockAt\":0,\"reference\":\"low\"},"
                + "{\"sku\":\"C 5\",\"delta\":9,\"lowStockAt\":20,\"reference\":\"low\"}]");

    assertThat(response.statusCode()).isEqualTo(202);
    RoutedId id = RoutedId.ofAdjustment("default", "85123A", "opening-85123A");
    JsonNode first = JSON.readTree(response.body()).get(0);
    assertThat(first.toString())
        .isEqualTo(
            "{\"sku\":\"85123A\",\"reference\":\"opening-85123A\",\"adjustmentId\":\""
                + id
                + "\",\"status\":\"ACCEPTED\"}");
    assertThat(api.commands.adjustments()).hasSize(5);
    assertThat(api.commands.adjustments().get(1).message().getDelta()).isEqualTo(-4);
    assertThat(api.commands.adjustments().get(1).tenant()).isEqualTo("shop");
    assertThat(api.commands.adjustments().get(2).message().hasLowStockAt()).isFalse();
    assertThat(api.commands.adjustments().get(3).message().hasLowStockAt()).isTrue();
    assertThat(api.commands.adjustments().get(3).message().getDelta()).isZero();
    assertThat(api.commands.adjustments().get(4).message().getLowStockAt()).isEqualTo(20);
  }

  @Test
  void saysWhenKafkaDoesNotHoldThem() throws Exception {
    try (ApiFixture down = new ApiFixture()) {
      down.commands.failWith(LogException.Kind.OUTCOME_UNKNOWN);
      HttpResponse<String> response =
          down.post(
              "/v1/stock/adjustments",
              "application/json",
              "[{\"sku\":\"A\",\"delta\":1,\"reference\":\"r\"}]");
      problem(response, 503, "outcome-unknown");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  /** Both as Redis tells it and as the ledger does, and whichever of them is down. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "true, true"})
  void anotherAdjustmentUnderAReferenceIsRefused(boolean remembered, boolean settled)
      throws Exception {
    try (ApiFixture fresh = new ApiFixture()) {
      String first = "{\"sku\":\"A/1\",\"delta\":5,\"reference\":\"r\"}";
      String other = "{\"sku\":\"B\",\"delta\":1,\"reference\":\"r\"}";
      fresh.answers.setDown(!remembered);
      assertThat(post(fresh, first).statusCode()).isEqualTo(202);
      fresh.rows.setDown(!settled);
      RoutedId id = RoutedId.ofAdjustment("default", "A/1", "r");
      fresh.rows.put(
          new SettledAdjustment(
              id, "default", "A/1", 5, MovementOutcome.APPLIED, 5, 0, AT, List.of()));

      assertThat(post(fresh, first).statusCode()).isEqualTo(202);
      HttpResponse<String> refused = post(fresh, other + ',' + first.replace("5", "-3"));

      JsonNode problem = problem(refused, 422, "adjustment-reference-reused");
      assertThat(problem.get("errors")).hasSize(1);
      assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/1/delta");
      assertThat(problem.at("/errors/0/reason").asText()).contains("differs from 5");
      // All or none: the one that is new is not taken either.
      assertThat(fresh.commands.adjustments()).hasSize(2);
      assertThat(fresh.counted("spillway.ingest.adjustments.conflicting")).isEqualTo(1);
      assertThat(post(fresh, other).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void anotherThresholdUnderAReferenceIsRefused() throws Exception {
    try (ApiFixture fresh = new ApiFixture()) {
      String first = "{\"sku\":\"A\",\"lowStockAt\":5,\"reference\":\"r\"}";
      assertThat(post(fresh, first).statusCode()).isEqualTo(202);

      JsonNode problem =
          problem(post(fresh, first.replace("5", "9")), 422, "adjustment-reference-reused");

      assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/0/lowStockAt");
    }
  }

  @Test
  void whatNobodyKnowsIsTakenAndTheLedgerTellsOfTheConflict() throws Exception {
    try (ApiFixture fresh = new ApiFixture()) {
      fresh.answers.setDown(true);
      fresh.rows.setDown(true);
      for (int delta : new int[] {5, -3}) {
        String body = "{\"sku\":\"A\",\"delta\":" + delta + ",\"reference\":\"r\"}";
        assertThat(post(fresh, body).statusCode()).isEqualTo(202);
      }
      fresh.rows.setDown(false);
      fresh.rows.put(
          new SettledAdjustment(
              RoutedId.ofAdjustment("default", "A", "r"),
              "default",
              "A",
              5,
              MovementOutcome.APPLIED,
              5,
              0,
              AT,
              List.of(new SettledAdjustment.Conflict(-3, AT))));

      JsonNode found =
          JSON.readTree(fresh.get("/v1/stock/adjustments/r?sku=A").body()).get("conflicts");

      assertThat(found.toString())
          .isEqualTo("[{\"delta\":-3,\"settledAt\":\"2026-11-21T08:00:00.000Z\"}]");
    }
  }

  @Test
  void whatKafkaDidNotTakeMayBePutRight() throws Exception {
    try (ApiFixture fresh = new ApiFixture()) {
      fresh.commands.failWith(LogException.Kind.UNAVAILABLE);
      String first = "{\"sku\":\"A\",\"delta\":5,\"reference\":\"r\"}";
      problem(post(fresh, first), 503, "log-unavailable");
      fresh.commands.failWith(null);

      assertThat(post(fresh, first.replace("5", "6")).statusCode()).isEqualTo(202);
    }
  }

  private static HttpResponse<String> post(ApiFixture api, String adjustments) throws Exception {
    return api.post("/v1/stock/adjustments", "application/json", '[' + adjustments + ']');
  }

  static Stream<Arguments> invalid() {
    String good = "{\"sku\":\"A\",\"delta\":1,\"reference\":\"r\"}";
    return Stream.of(
        Arguments.of("{}", List.of("")),
        Arguments.of("[]", List.of("")),
        Arguments.of(
            IntStream.range(0, 10_001)
                .mapToObj(_ -> good)
                .collect(Collectors.joining(",", "[", "]")),
            List.of("")),
        Arguments.of("[{}]", List.of("/0/sku", "/0/delta", "/0/reference")),
        Arguments.of(
            "[" + good + ",{\"sku\":\"\",\"delta\":1000000001,\"reference\":\"\\u0000\",\"x\":1}]",
            List.of("/1/x", "/1/sku", "/1/delta", "/1/reference")),
        Arguments.of("[{\"sku\":\"A\",\"delta\":1.5,\"reference\":\"r\"}]", List.of("/0/delta")),
        Arguments.of(
            "[" + good + "," + good + "," + good.replace("1", "2") + "]", List.of("/2/delta")),
        Arguments.of(
            "[{\"sku\":\"A\",\"lowStockAt\":-1,\"reference\":\"r\"}]", List.of("/0/lowStockAt")),
        Arguments.of(
            "[{\"sku\":\"A\",\"lowStockAt\":null,\"reference\":\"r\"}]", List.of("/0/lowStockAt")),
        Arguments.of(
            "[" + good + "," + good.replace("\"delta\"", "\"lowStockAt\":5,\"delta\"") + "]",
            List.of("/1/lowStockAt")));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void namesEveryFaultAndTakesNone(String body, List<String> pointers) throws Exception {
    try (ApiFixture fresh = new ApiFixture()) {
      JsonNode problem =
          problem(
              fresh.post("/v1/stock/adjustments", "application/json", body),
              422,
              "invalid-adjustments");

      assertThat(problem.get("errors"))
          .extracting(error -> error.get("pointer").asText())
          .containsExactlyElementsOf(pointers);
      assertThat(fresh.commands.adjustments()).isEmpty();
    }
  }

  @Test
  void tellsTheStockOfASku() throws Exception {
    problem(api.get("/v1/stock/none"), 404, "stock-not-found");
    problem(api.get("/v1/stock/a%2Fb"), 404, "stock-not-found");
    problem(api.get("/v1/stock/a%09b"), 400, "invalid-parameter");
    problem(api.get("/v1/stock/A?tenant=No"), 400, "invalid-parameter");
    api.rows.put(
        StockRow.newBuilder()
            .setTenant("shop")
            .setSku("BANK CHARGES")
            .setAvailable(5)
            .setReserved(2)
            .setLowStockAt(10)
            .setVersion(7)
            .setUpdatedAt(Times.timestamp(AT))
            .build());

    HttpResponse<String> response = api.get("/v1/stock/BANK%20CHARGES?tenant=shop");

    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"shop\",\"sku\":\"BANK CHARGES\",\"available\":5,\"reserved\":2,"
                + "\"lowStockAt\":10,\"version\":7,\"updatedAt\":\"2026-11-21T08:00:00.000Z\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A/B-12",
        "M8×20",
        "Größe-L",
        "#12",
        "100%",
        "a?b=c&d",
        "A;B",
        "A+B",
        "C:\\7",
        "/",
        "//",
        "../x",
        "x/..",
        "a/./b",
        "...",
        "%2F",
        "A B",
        "\"'<b>",
        "客户",
        "Ａ",
        "😀",
        "~",
        "*",
        "é",
        "adjustments",
        "adjustments/1"
      })
  void aSkuIsNamedByItsPercentEncoding(String sku) throws Exception {
    String path = URLEncoder.encode(sku, UTF_8).replace("+", "%20");
    api.rows.put(
        StockRow.newBuilder()
            .setTenant("default")
            .setSku(sku)
            .setAvailable(5)
            .setReserved(2)
            .setVersion(7)
            .setUpdatedAt(Times.timestamp(AT))
            .build());
    RoutedId id = RoutedId.ofAdjustment("default", sku, "r/1");
    api.rows.put(
        new SettledAdjustment(id, "default", sku, 5, MovementOutcome.APPLIED, 5, 2, AT, List.of()));

    HttpResponse<String> taken =
        adjust(
            JSON.writeValueAsString(
                List.of(Map.of("sku", sku, "delta", 1, "reference", "other of " + sku))));
    JsonNode stock = JSON.readTree(api.get("/v1/stock/" + path).body());
    JsonNode settled = JSON.readTree(api.get("/v1/stock/adjustments/r%2F1?sku=" + path).body());

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    assertThat(JSON.readTree(taken.body()).get(0).get("sku").asText()).isEqualTo(sku);
    assertThat(stock.path("sku").asText()).as(stock.toString()).isEqualTo(sku);
    assertThat(settled.path("sku").asText()).as(settled.toString()).isEqualTo(sku);
  }

  @Test
  void aSkuThatIsNotInNfcIsToldWhatToSend() throws Exception {
    JsonNode inBody =
        problem(
            adjust("[{\"sku\":\"Gro\\u0308ße\",\"delta\":1,\"reference\":\"r\"}]"),
            422,
            "invalid-adjustments");
    JsonNode inPath = problem(api.get("/v1/stock/Gro%CC%88%C3%9Fe"), 400, "invalid-parameter");

    String reason = "must be in Unicode NFC, not 'Gro\\u0308\\u00DFe'; send 'Gr\\u00F6\\u00DFe'";
    assertThat(inBody.at("/errors/0/pointer").asText()).isEqualTo("/0/sku");
    assertThat(inBody.at("/errors/0/reason").asText()).isEqualTo(reason);
    assertThat(inPath.at("/errors/0/parameter").asText()).isEqualTo("sku");
    assertThat(inPath.at("/errors/0/reason").asText()).isEqualTo(reason);
  }

  @Test
  void noPathStepsOutOfItsSegment() throws Exception {
    for (String path : List.of("%2E%2E", "%2E", "..%2F..%2Fmetrics")) {
      assertThat(api.get("/v1/stock/" + path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void tellsHowAnAdjustmentEnded() throws Exception {
    String path = "/v1/stock/adjustments/count%2F7?sku=A";
    problem(api.get("/v1/stock/adjustments/count"), 400, "invalid-parameter");
    problem(api.get(path), 404, "adjustment-not-found");
    RoutedId id = RoutedId.ofAdjustment("default", "A", "count/7");
    api.rows.put(
        new SettledAdjustment(
            id, "default", "A", -9, MovementOutcome.OUT_OF_RANGE, 5, 2, AT, List.of()));

    JsonNode found = JSON.readTree(api.get(path).body());

    assertThat(found.get("status").asText()).isEqualTo("OUT_OF_RANGE");
    assertThat(found.get("reference").asText()).isEqualTo("count/7");
    assertThat(found.get("availableAfter").asInt()).isEqualTo(5);
    assertThat(found.get("detail").asText()).contains("more than a SKU can have");

    api.rows.put(
        new SettledAdjustment(
            id, "default", "A", -9, MovementOutcome.NOT_AVAILABLE, 5, 2, AT, List.of()));
    JsonNode missing = JSON.readTree(api.get(path).body());
    assertThat(missing.get("status").asText()).isEqualTo("NOT_AVAILABLE");
    assertThat(missing.get("detail").asText()).contains("reserved or not there");

    api.rows.put(
        new SettledAdjustment(id, "default", "A", 9, MovementOutcome.APPLIED, 5, 2, AT, List.of()));
    assertThat(JSON.readTree(api.get(path).body()).has("detail")).isFalse();
  }

  private static HttpResponse<String> adjust(String body) throws Exception {
    return api.post("/v1/stock/adjustments", "application/json", body);
  }
}
