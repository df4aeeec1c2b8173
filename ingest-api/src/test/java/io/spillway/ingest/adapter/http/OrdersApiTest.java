package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static io.spillway.ingest.adapter.http.Orders.line;
import static io.spillway.ingest.adapter.http.Orders.lines;
import static io.spillway.ingest.adapter.http.Orders.order;
import static io.spillway.ingest.adapter.http.Orders.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.TestRows;
import io.spillway.ingest.port.LogException;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void acceptsAnOrderOnceTheLogHoldsIt() throws Exception {
    String body =
        with(
            "\"tenant\":\"shop-1\",\"placedAt\":\"2010-12-01T10:26:00.5+02:00\","
                + "\"attributes\":{\"country\":\"United Kingdom\",\"note\":\"\"}");

    HttpResponse<String> response = api.submit(body, "536365");

    assertThat(response.statusCode()).isEqualTo(202);
    RoutedId id = RoutedId.ofOrder("shop-1", "17850", "536365");
    assertThat(response.headers().firstValue("Location")).hasValue("/v1/orders/" + id);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    Acceptance accepted = api.log.orders().getFirst();
    assertThat(response.body())
        .isEqualTo(
            "{\"orderId\":\"%s\",\"status\":\"ACCEPTED\",\"acceptedAt\":\"%s\"}"
                .formatted(id, accepted.acceptedAt()));
    assertThat(accepted.acceptedAt().getNano() % 1_000_000).isZero();
    Order order = accepted.message().getOrder();
    assertThat(order.getOrderId()).isEqualTo(id.toString());
    assertThat(order.getTenant()).isEqualTo("shop-1");
    assertThat(order.getTotalAmount()).isEqualTo(1_530);
    assertThat(order.getPlacedAt().getSeconds())
        .isEqualTo(Instant.parse("2010-12-01T08:26:00Z").getEpochSecond());
    assertThat(order.getAttributesMap()).containsEntry("country", "United Kingdom");
    assertThat(accepted.message().getFingerprint().size()).isEqualTo(32);
  }

  @Test
  void takesAHoldAndTheLeaveToKeepAPart() throws Exception {
    String body = with("\"holdFor\":\"PT15M\",\"allowPartial\":true");
    assertThat(api.submit(body, "held").statusCode()).isEqualTo(202);
    assertThat(api.submit(with("\"allowPartial\":false"), "plain").statusCode()).isEqualTo(202);

    Order held = api.log.orders().get(0).message().getOrder();
    assertThat(held.getHoldFor().getSeconds()).isEqualTo(900);
    assertThat(held.getAllowPartial()).isTrue();
    Order plain = api.log.orders().get(1).message().getOrder();
    assertThat(plain.hasHoldFor()).isFalse();
    assertThat(plain.getAllowPartial()).isFalse();

    // The longest hold of all; another hold is another order, and no partial is what it was.
    assertThat(api.submit(with("\"holdFor\":\"P7D\""), "long").statusCode()).isEqualTo(202);
    problem(api.submit(body.replace("15", "16"), "held"), 422, "idempotency-key-reused");
    assertThat(api.submit(GOOD, "plain").statusCode()).isEqualTo(202);
    assertThat(api.log.orders()).hasSize(3);

    assertThat(
            api.post(
                    "/v1/orders:batch",
                    "application/x-ndjson",
                    keyed(with("\"holdFor\":\"PT1S\""), "b")
                        + "\n"
                        + keyed(with("\"holdFor\":\"\""), "c"))
                .body())
        .contains("\"line\":1,\"status\":202", "/holdFor");
  }

  @Test
  void aTenantThatSendsTooFastIsToldWhenToComeBack() throws Exception {
    try (ApiFixture limited =
        new ApiFixture("spillway.ingest.rate { orders-per-second = 1, burst = 2 }")) {
      assertThat(limited.submit(GOOD, "k1").statusCode()).isEqualTo(202);
      assertThat(limited.submit(GOOD, "k2").statusCode()).isEqualTo(202);
      HttpResponse<String> refused = limited.submit(GOOD, "k3");
      problem(refused, 429, "rate-limited");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.headers().firstValue("RateLimit-Policy")).hasValue("\"tenant\";q=2;w=2");
      assertThat(refused.headers().firstValue("RateLimit")).hasValue("\"tenant\";r=0;t=2");
      assertThat(limited.submit(with("\"tenant\":\"other\""), "k3").statusCode()).isEqualTo(202);
      assertThat(limited.log.orders()).hasSize(3);
    }
  }

  @Test
  void takesTheLargestOrderAndTheOddest() throws Exception {
    assertThat(api.submit(order(lines(2_000)), "large").statusCode()).isEqualTo(202);
    String odd =
        "{\"customerId\":\"客户 №1 😀\",\"currency\":\"JPY\",\"tenant\":\"t\",\"lines\":["
            + line("\"BANK CHARGES\"", "1", "0")
            + ","
            + line("\"BANK CHARGES\"", "1000000", "9000000000")
            + "]}";
    assertThat(api.submit(odd, "~ odd !").statusCode()).isEqualTo(202);
    Order order = api.log.orders().get(1).message().getOrder();
    assertThat(order.getCustomerId()).isEqualTo("客户 №1 😀");
    assertThat(order.getTotalAmount()).isEqualTo(9_000_000_000_000_000L);
  }

  @Test
  void theSameOrderGetsTheSameBytesAndIsAppendedOnce() throws Exception {
    String first = api.submit(GOOD, "k1").body();

    String reordered =
        "{ \"lines\" : [ {\"unitAmount\":255,\"sku\":\"85123A\",\"quantity\":6} ],\n"
            + " \"attributes\":{}, \"tenant\":\"default\",\"currency\":\"GBP\",\"customerId\":\"17850\"}";
    HttpResponse<String> second = api.submit(reordered, "k1");

    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first);
    assertThat(api.log.orders()).hasSize(1);
    assertThat(api.counted("spillway.ingest.orders.received")).isEqualTo(2);
    assertThat(api.counted("spillway.ingest.orders.accepted")).isEqualTo(1);
    assertThat(api.counted("spillway.ingest.orders.replayed")).isEqualTo(1);
  }

  @Test
  void anotherOrderUnderTheSameKeyIsRefused() throws Exception {
    api.submit(GOOD, "k1");

    problem(api.submit(GOOD.replace("255", "256"), "k1"), 422, "idempotency-key-reused");
    problem(api.submit(GOOD.replace("17850", "17851"), "k1"), 422, "idempotency-key-reused");
    assertThat(api.submit(with("\"tenant\":\"other\""), "k1").statusCode()).isEqualTo(202);
    assertThat(api.log.orders()).hasSize(2);
  }

  @Test
  void aKeyIsDrawnAndToldWhenNoneIsGiven() throws Exception {
    HttpResponse<String> one = api.post("/v1/orders", "application/json", GOOD);
    HttpResponse<String> two = api.post("/v1/orders", "Application/JSON; charset=\"UTF-8\"", GOOD);

    String key = one.headers().firstValue("Idempotency-Key").orElseThrow();
    assertThat(two.headers().firstValue("Idempotency-Key").orElseThrow()).isNotEqualTo(key);
    assertThat(api.submit(GOOD, key).body()).isEqualTo(one.body());
    assertThat(api.log.orders()).hasSize(2);
  }

  @Test
  void aQuotedKeyIsTheStringInside() throws Exception {
    String plain = api.submit(GOOD, "a b\\c").body();
    HttpResponse<String> quoted = api.submit(GOOD, "\"a b\\\\c\"");
    assertThat(quoted.body()).isEqualTo(plain);
    assertThat(quoted.headers().firstValue("Idempotency-Key")).hasValue("a b\\c");

    HttpResponse<String> withQuotes = api.submit(GOOD, "\"\\\"a\\\"\"");
    assertThat(withQuotes.statusCode()).isEqualTo(202);
    String told = withQuotes.headers().firstValue("Idempotency-Key").orElseThrow();
    assertThat(told).isEqualTo("\"\\\"a\\\"\"");
    assertThat(api.submit(GOOD, told).body()).isEqualTo(withQuotes.body());
    assertThat(api.log.orders())
        .extracting(Acceptance::idempotencyKey)
        .containsExactly("a b\\c", "\"a\"");
  }

  @Test
  void aKeyThatIsQuotedWronglyIsRefused() throws Exception {
    for (String key :
        List.of("\"", "\"a", "\"a\\\"", "\"a\"b\"", "\"a\\b\"", "\"a\";p=1", "\"\\", "\"\"\"")) {
      JsonNode problem = problem(api.submit(GOOD, key), 400, "invalid-parameter");
      assertThat(problem.at("/errors/0/header").asText()).isEqualTo("Idempotency-Key");
    }
    problem(api.submit(GOOD, "\"\""), 422, "invalid-order");
    assertThat(api.log.orders()).isEmpty();
  }

  @Test
  void aRequestUnderWayHoldsItsKey() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    api.log.holdUntil(gate);
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> quietly(() -> api.submit(GOOD, "k1")));
    Awaitility.await().until(() -> !api.log.orders().isEmpty());

    HttpResponse<String> second = api.submit(GOOD, "k1");
    problem(second, 409, "request-in-flight");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    problem(api.submit(GOOD.replace("255", "1"), "k1"), 422, "idempotency-key-reused");

    assertThat(first).isNotDone();
    gate.complete(null);
    assertThat(first.get().statusCode()).isEqualTo(202);
    assertThat(api.submit(GOOD, "k1").body()).isEqualTo(first.get().body());
  }

  @Test
  void neverSays202WhenTheLogDoesNotHoldTheOrder() throws Exception {
    var types =
        java.util.Map.of(
            LogException.Kind.UNAVAILABLE, "log-unavailable",
            LogException.Kind.OVERLOADED, "overloaded",
            LogException.Kind.OUTCOME_UNKNOWN, "outcome-unknown");
    for (LogException.Kind kind : LogException.Kind.values()) {
      api.log.failWith(kind);
      HttpResponse<String> response = api.submit(GOOD, "k1");
      problem(response, 503, types.get(kind));
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }
    api.log.failWith(null);

    // The key was given up at once: the retry does not meet a 409.
    assertThat(api.submit(GOOD, "k1").statusCode()).isEqualTo(202);
  }

  @Test
  void withoutTheAnswerStoreTheSameKeyIsStillTheSameOrder() throws Exception {
    api.answers.setDown(true);

    JsonNode one = JSON.readTree(api.submit(GOOD, "k1").body());
    JsonNode two = JSON.readTree(api.submit(GOOD, "k1").body());

    assertThat(two.get("orderId")).isEqualTo(one.get("orderId"));
    assertThat(api.log.orders())
        .extracting(Acceptance::orderId)
        .hasSize(2)
        .containsOnly(RoutedId.parse(one.get("orderId").asText()));
    assertThat(api.counted("spillway.ingest.orders.unremembered")).isEqualTo(2);
  }

  @Test
  void goesOnWithTheCallersTrace() throws Exception {
    String caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    api.post("/v1/orders", "application/json", GOOD, "traceparent", caller);
    JsonNode refused =
        JSON.readTree(
            api.post("/v1/orders", "application/json", "{}", "traceparent", caller).body());
    api.post("/v1/orders", "application/json", GOOD, "traceparent", "00-zz");

    assertThat(api.log.traces().getFirst().traceparent())
        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
        .doesNotContain("00f067aa0ba902b7")
        .endsWith("-01");
    assertThat(refused.get("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(api.log.traces().get(1).traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void tellsAnOrderByItsRowOrAsAcceptedOrNotAtAll() throws Exception {
    RoutedId id = RoutedId.ofOrder("default", "17850", "k1");
    String path = "/v1/orders/" + id;
    problem(api.get(path), 404, "order-not-found");

    String accepted = api.submit(GOOD, "k1").body();
    assertThat(api.get(path).statusCode()).isEqualTo(200);
    assertThat(api.get(path).body()).isEqualTo(accepted);

    api.rows.put(
        TestRows.row(
            id,
            "default",
            "17850",
            "REJECTED",
            2,
            TestRows.AT,
            "[{\"line\": 0, \"reason\": \"SOLD_OUT\"}]"));
    JsonNode found = JSON.readTree(api.get(path).body());
    assertThat(found.get("status").asText()).isEqualTo("REJECTED");
    assertThat(found.at("/lines/0/sku").asText()).isEqualTo("A");
    assertThat(found.at("/refusals/0/reason").asText()).isEqualTo("SOLD_OUT");
    assertThat(found.get("acceptedAt").asText()).isEqualTo("2026-11-21T08:00:00.100Z");
    assertThat(found.has("holdUntil")).isFalse();
    assertThat(found.at("/history/0/at").asText()).isEqualTo("2026-11-21T08:00:00.100Z");
    assertThat(found.at("/history/1").toString()).isEqualTo("{\"version\":1}");
    assertThat(found.at("/history/0/status").asText()).isEqualTo("REJECTED");
    assertThat(found.get("keptAmount").asLong()).isZero();

    api.rows.setDown(true);
    HttpResponse<String> down = api.get(path);
    problem(down, 503, "reads-unavailable");
    assertThat(down.headers().firstValue("Retry-After")).isPresent();
  }

  private static <T> T quietly(java.util.concurrent.Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void batchAnswersEveryLineInOrderAndOneBadLineHurtsNoOther() throws Exception {
    String one = keyed(GOOD, "b1");
    String large = keyed(GOOD, "b2").replace("17850", "c".repeat(1 << 20));
    String body =
        String.join(
            "\n",
            one,
            "",
            "{nonsense",
            keyed(GOOD.replace("\"quantity\":6", "\"quantity\":0"), "b3") + "\r",
            large,
            one,
            keyed(GOOD.replace("255", "1"), "b1"),
            GOOD,
            keyed(GOOD, "b4"));

    HttpResponse<String> response =
        api.post("/v1/orders:batch", "application/x-ndjson; charset=utf-8", body);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<JsonNode> results = ndjson(response.body());
    assertThat(results)
        .extracting(r -> r.get("line").asInt())
        .containsExactly(1, 3, 4, 5, 6, 7, 8, 9);
    assertThat(results)
        .extracting(r -> r.get("status").asInt())
        .containsExactly(202, 400, 422, 413, 202, 422, 202, 202);
    assertThat(results.get(2).at("/errors/0/pointer").asText()).isEqualTo("/lines/0/quantity");
    assertThat(results.get(5).get("type").asText()).endsWith("idempotency-key-reused");
    assertThat(results.get(4).get("acceptedAt")).isEqualTo(results.get(0).get("acceptedAt"));
    assertThat(results.get(6).get("idempotencyKey").asText()).hasSize(32);
    assertThat(api.log.orders()).hasSize(3);
    assertThat(api.counted("spillway.ingest.orders.received")).isEqualTo(8);
  }

  @Test
  void aRepeatedBatchGetsTheSameAnswerAndAppendsNothing() throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      body.append(keyed(GOOD, "r" + i)).append('\n');
    }

    String first = api.post("/v1/orders:batch", "application/x-ndjson", body.toString()).body();
    String second = api.post("/v1/orders:batch", "application/x-ndjson", body.toString()).body();

    assertThat(ndjson(first)).hasSize(1_200).allMatch(r -> r.get("status").asInt() == 202);
    assertThat(second).isEqualTo(first);
    assertThat(api.log.orders()).hasSize(1_200);
  }

  @Test
  void aBatchStopsSendingOnceTheLogIsDown() throws Exception {
    api.log.failWith(LogException.Kind.OUTCOME_UNKNOWN);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      body.append(keyed(GOOD, "d" + i)).append('\n');
    }

    List<JsonNode> results =
        ndjson(api.post("/v1/orders:batch", "application/x-ndjson", body.toString()).body());

    assertThat(results).hasSize(1_000).allMatch(r -> r.get("status").asInt() == 503);
    assertThat(results.getFirst().get("type").asText()).endsWith("outcome-unknown");
    assertThat(results.getLast().get("type").asText()).endsWith("log-unavailable");
  }

  @Test
  void refusesBatchesThatAreNone() throws Exception {
    problem(api.post("/v1/orders:batch", "application/json", GOOD), 415, "unsupported-media-type");
    problem(api.post("/v1/orders:batch", "application/x-ndjson", "\n \n"), 400, "bad-request");
    problem(
        api.post("/v1/orders:batch", "application/x-ndjson", "x\n".repeat(10_001)),
        413,
        "body-too-large");
    problem(
        api.post("/v1/orders:batch", "application/x-ndjson", "x".repeat((16 << 20) + 1)),
        413,
        "body-too-large");
    assertThat(api.log.orders()).isEmpty();
  }

  private static String keyed(String order, String key) {
    return "{\"idempotencyKey\":\"" + key + "\"," + order.substring(1);
  }

  private static List<JsonNode> ndjson(String text) {
    return text.lines().map(line -> quietly(() -> JSON.readTree(line))).toList();
  }
}
