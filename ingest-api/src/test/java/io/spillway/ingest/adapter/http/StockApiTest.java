package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.port.LogException;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockRow;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    problem(api.get("/v1/stock/A?tenant=No"), 400, "invalid-parameter");
    api.rows.put(new StockRow("shop", "BANK CHARGES", 5, 2, 10, 7, AT));

    HttpResponse<String> response = api.get("/v1/stock/BANK%20CHARGES?tenant=shop");

    assertThat(response.body())
        .isEqualTo(
            "{\"tenant\":\"shop\",\"sku\":\"BANK CHARGES\",\"available\":5,\"reserved\":2,"
                + "\"lowStockAt\":10,\"version\":7,\"updatedAt\":\"2026-11-21T08:00:00.000Z\"}");
  }

  @Test
  void tellsHowAnAdjustmentEnded() throws Exception {
    String path = "/v1/stock/adjustments/count%2F7?sku=A";
    problem(api.get("/v1/stock/adjustments/count"), 400, "invalid-parameter");
    problem(api.get(path), 404, "adjustment-not-found");
    RoutedId id = RoutedId.ofAdjustment("default", "A", "count/7");
    api.rows.put(
        new SettledAdjustment(id, "default", "A", -9, MovementOutcome.OUT_OF_RANGE, 5, 2, AT));

    JsonNode found = JSON.readTree(api.get(path).body());

    assertThat(found.get("status").asText()).isEqualTo("OUT_OF_RANGE");
    assertThat(found.get("reference").asText()).isEqualTo("count/7");
    assertThat(found.get("availableAfter").asInt()).isEqualTo(5);
    assertThat(found.get("detail").asText()).contains("more than a SKU can have");

    api.rows.put(
        new SettledAdjustment(id, "default", "A", -9, MovementOutcome.NOT_AVAILABLE, 5, 2, AT));
    JsonNode missing = JSON.readTree(api.get(path).body());
    assertThat(missing.get("status").asText()).isEqualTo("NOT_AVAILABLE");
    assertThat(missing.get("detail").asText()).contains("reserved or not there");

    api.rows.put(new SettledAdjustment(id, "default", "A", 9, MovementOutcome.APPLIED, 5, 2, AT));
    assertThat(JSON.readTree(api.get(path).body()).has("detail")).isFalse();
  }

  private static HttpResponse<String> adjust(String body) throws Exception {
    return api.post("/v1/stock/adjustments", "application/json", body);
  }
}
