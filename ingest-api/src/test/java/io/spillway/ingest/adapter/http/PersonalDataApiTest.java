package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static io.spillway.ingest.adapter.http.Orders.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.access.Authenticator;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.access.core.Role;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.Acceptance;
import io.spillway.privacy.core.Customer;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.tables.OrdersTable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PersonalDataApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKED = "spillway.privacy.attributes = \"name,email\"";
  private static final String ADA =
      with(
          "\"attributes\":{\"name\":\"Ada Lovelace\",\"email\":\"ada@example.org\","
              + "\"country\":\"UK\"}");
  private ApiFixture api;

  /** {@code Bearer ROLE} has that role for all tenants. */
  private static final Authenticator ROLES =
      header ->
          new Authentication.Granted(
              new Identity(
                  "test",
                  Tenants.ALL,
                  Role.named(String.valueOf(header).replace("Bearer ", ""))
                      .orElseThrow()
                      .scopes()));

  @BeforeEach
  void start() {
    api = new ApiFixture(MARKED, ROLES);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void nothingBehindTheApiHasAMarkedValueInClear() throws Exception {
    assertThat(submit(ADA, "k1").statusCode()).isEqualTo(202);

    Order order = api.log.orders().getFirst().message().getOrder();
    assertThat(order.getCustomerId()).isEqualTo("17850");
    assertThat(order.getAttributesMap().get("country")).isEqualTo("UK");
    assertThat(SealedText.parse(order.getAttributesMap().get("name"))).isNotNull();
    assertThat(SealedText.parse(order.getAttributesMap().get("email"))).isNotNull();
    assertThat(api.log.orders().getFirst().message().toByteString().toStringUtf8())
        .doesNotContain("Ada", "Lovelace", "ada@example.org");
    assertThat(api.answers.toString()).doesNotContain("Ada");
    assertThat(api.counted("spillway.ingest.personal.sealed")).isEqualTo(2);
  }

  @Test
  void theSameOrderAgainIsTheSameOrderAndAnotherNameIsNot() throws Exception {
    String first = submit(ADA, "k1").body();

    assertThat(submit(ADA, "k1").body()).isEqualTo(first);
    problem(submit(ADA.replace("Ada L", "Eve L"), "k1"), 422, "idempotency-key-reused");
    assertThat(api.log.orders()).hasSize(1);

    // Without the answers in Redis the saga compares the fingerprints.
    api.answers.setDown(true);
    submit(ADA, "k1");
    submit(ADA.replace("Ada L", "Eve L"), "k1");
    List<Acceptance> orders = api.log.orders();
    assertThat(orders).extracting(Acceptance::orderId).containsOnly(orders.get(0).orderId());
    assertThat(orders.get(1).fingerprint()).isEqualTo(orders.get(0).fingerprint());
    assertThat(orders.get(2).fingerprint()).isNotEqualTo(orders.get(0).fingerprint());
    assertThat(orders.get(1).order().attributes()).isNotEqualTo(orders.get(0).order().attributes());
  }

  @Test
  void whoMayReadCustomersSeesTheValuesAndOthersThatThereAreSome() throws Exception {
    String path = "/v1/orders/" + stored("k1");

    JsonNode shop = attributes(get(path, "shop"));
    assertThat(shop.get("name").asText()).isEqualTo("Ada Lovelace");
    assertThat(shop.get("email").asText()).isEqualTo("ada@example.org");
    assertThat(shop.get("country").asText()).isEqualTo("UK");
    assertThat(attributes(get(path, "operator"))).isEqualTo(shop);

    for (String role : List.of("analyst", "subscriber")) {
      JsonNode hidden = attributes(get(path, role));
      assertThat(hidden.get("name").asText()).isEqualTo("[encrypted]");
      assertThat(hidden.get("country").asText()).isEqualTo("UK");
      assertThat(get(path, role).body()).doesNotContain("enc:v1");
    }
  }

  @Test
  void aValueFromBeforeTheMarkIsHiddenFromWhoMayNotReadIt() throws Exception {
    try (ApiFixture before = new ApiFixture("", ROLES)) {
      before.post(
          "/v1/orders",
          "application/json",
          ADA,
          "Idempotency-Key",
          "k1",
          "Authorization",
          "Bearer shop");
      api.rows.put(row(before.log.orders().getFirst()));
      String path = "/v1/orders/" + before.log.orders().getFirst().orderId();
      assertThat(attributes(get(path, "shop")).get("name").asText()).isEqualTo("Ada Lovelace");
      assertThat(attributes(get(path, "analyst")).get("name").asText()).isEqualTo("[encrypted]");
    }
  }

  @Test
  void onceTheKeyIsDestroyedTheOrderIsForgottenAndTheNextOneHasAnotherKey() throws Exception {
    String path = "/v1/orders/" + stored("k1");
    api.customerKeys.destroy(new Customer("default", "17850"), ApiFixture.START);
    api.customerClock.pass(Duration.ofSeconds(5));

    assertThat(attributes(get(path, "shop")).get("name").asText()).isEqualTo("[forgotten]");
    assertThat(attributes(get(path, "analyst")).get("name").asText()).isEqualTo("[encrypted]");

    String next = "/v1/orders/" + stored("k2");
    assertThat(attributes(get(next, "shop")).get("name").asText()).isEqualTo("Ada Lovelace");
    assertThat(api.log.orders().getLast().order().attributes().get("name")).startsWith("enc:v1:2:");
    assertThat(attributes(get(path, "shop")).get("name").asText()).isEqualTo("[forgotten]");
  }

  @Test
  void nobodyPlantsACiphertext() throws Exception {
    submit(ADA, "k1");
    String stolen = api.log.orders().getFirst().order().attributes().get("name");
    for (String name : List.of("name", "note")) {
      String body = with("\"attributes\":{\"%s\":\"%s\"}".formatted(name, stolen));
      JsonNode refused = problem(submit(body, "k2"), 422, "invalid-order");
      assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/attributes/" + name);
      assertThat(refused.at("/errors/0/reason").asText()).contains("enc:v1:");
    }
  }

  @Test
  void withoutTheKeysOnlyOrdersThatNeedThemAreRefused() throws Exception {
    api.customerKeys.setDown(true);

    HttpResponse<String> refused = submit(ADA, "k1");
    problem(refused, 503, "keys-unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(submit(GOOD, "k2").statusCode()).isEqualTo(202);
    HttpResponse<String> batch =
        api.post(
            "/v1/orders:batch",
            "application/x-ndjson",
            ADA + "\n" + GOOD,
            "Authorization",
            "Bearer shop");
    assertThat(batch.body().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"status\":503", "keys-unavailable"),
            line -> assertThat(line).contains("\"status\":202"));
    assertThat(api.log.orders()).hasSize(2);

    api.customerKeys.setDown(false);
    assertThat(submit(ADA, "k1").statusCode()).isEqualTo(202);
  }

  @Test
  void withoutTheKeysAnOrderThatNeedsOneIsNotTold() throws Exception {
    String path = "/v1/orders/" + stored("k1");
    api.customerClock.pass(Duration.ofSeconds(5));
    api.customerKeys.setDown(true);

    problem(get(path, "shop"), 503, "reads-unavailable");
    assertThat(get(path, "analyst").statusCode()).isEqualTo(200);
  }

  @Test
  void aBatchAsksOnceForItsCustomers() throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      body.append(ADA.replace("17850", String.format(Locale.ROOT, "c%d", i % 100))).append('\n');
    }
    api.post(
        "/v1/orders:batch",
        "application/x-ndjson",
        body.toString(),
        "Authorization",
        "Bearer shop");

    assertThat(api.log.orders()).hasSize(300);
    // Four parts: what is there, and what is there after the keys were added.
    assertThat(api.customerKeys.queries()).isEqualTo(8);
  }

  private String stored(String key) throws Exception {
    submit(ADA, key);
    Acceptance order = api.log.orders().getLast();
    api.rows.put(row(order));
    return order.orderId().toString();
  }

  private static OrderRow row(Acceptance order) {
    return OrdersTable.row(
        OrderEvent.newBuilder()
            .setOrderId(order.orderId().toString())
            .setVersion(1)
            .setOrder(order.message().getOrder())
            .build());
  }

  private HttpResponse<String> submit(String body, String key) throws Exception {
    return api.post(
        "/v1/orders",
        "application/json",
        body,
        "Idempotency-Key",
        key,
        "Authorization",
        "Bearer shop");
  }

  private HttpResponse<String> get(String path, String role) throws Exception {
    return api.send(api.request(path).GET().header("Authorization", "Bearer " + role));
  }

  private static JsonNode attributes(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body()).get("attributes");
  }
}
