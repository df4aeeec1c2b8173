package io.spillway.ingest.adapter.http;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.BearerFlow;
import io.spillway.access.KeyCache;
import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.access.port.TokenVerifier;
import io.spillway.runtime.testing.HandClock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every operation of openapi.yaml with every kind of wrong credentials. */
class RefusalMatrixTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MemoryKeyStore STORE = new MemoryKeyStore();
  private static final HandClock CLOCK = new HandClock(NOON);
  private static final ApiKey OWNER = Keys.key(1);
  private static final ApiKey STRANGER = Keys.key(2);
  private static final ApiKey EXPIRED = Keys.key(3);
  private static final ApiKey REVOKED = Keys.key(4);
  private static final ApiKey UNKNOWN = Keys.key(5);
  private static final ApiKey SEVERAL = Keys.key(6);
  private static final String ORDER =
      """
      {"tenant":"acme","customerId":"c","currency":"EUR",
       "lines":[{"sku":"A","quantity":1,"unitAmount":1}]}
      """;

  private static KeyCache keys;
  private static ApiFixture api;
  private static String orderId;

  record Operation(String method, String path, String scope) {
    @Override
    public String toString() {
      return method + ' ' + path;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Set<Scope> all = EnumSet.allOf(Scope.class);
    add(OWNER, "acme", all);
    add(STRANGER, "other", all);
    STORE.add(Keys.stored(EXPIRED, Tenants.ALL, all).expiring(NOON));
    STORE.add(Keys.stored(REVOKED, Tenants.ALL, all).revoked(NOON));
    STORE.add(Keys.stored(SEVERAL, Tenants.of(Set.of("acme", "zeta")), all));
    for (Scope scope : Scope.values()) {
      add(without(scope), "acme", EnumSet.complementOf(EnumSet.of(scope)));
    }
    keys =
        KeyCache.start(
            STORE, Duration.ofMillis(5), Duration.ofMinutes(1), CLOCK, new SimpleMeterRegistry());
    api =
        new ApiFixture(
            "spillway.ingest { commands.answer-within = 50ms, waits.longest-stream = 100ms }",
            new BearerFlow(keys, TokenVerifier.NONE, new SimpleMeterRegistry()));
    await().until(() -> keys.check().healthy());
    HttpResponse<String> accepted = send("POST", "/v1/orders", ORDER, OWNER);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    orderId = JSON.readTree(accepted.body()).path("orderId").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    keys.close();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutValidCredentialsItIs401(Operation operation) throws Exception {
    for (String authorization :
        List.of(
            "",
            "Basic " + OWNER.text(),
            "Bearer",
            "Bearer ",
            bearer(OWNER) + "0",
            bearer(UNKNOWN),
            "Bearer " + new ApiKey(OWNER.id(), STRANGER.secret()).text(),
            bearer(EXPIRED),
            bearer(REVOKED),
            "Bearer eyJhbGciOiJub25lIn0.e30.")) {
      HttpResponse<String> answer = send(operation, "acme", authorization);
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"spillway\"");
      assertProblem(answer, "unauthenticated");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutItsScopeItIs403(Operation operation) throws Exception {
    Scope scope = Scope.named(operation.scope()).orElseThrow();

    HttpResponse<String> answer = send(operation, "acme", bearer(without(scope)));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertProblem(answer, "forbidden");
    assertThat(answer.body()).contains(operation.scope());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void ofAnotherTenantItIs403Or404AndNothingIsTold(Operation operation) throws Exception {
    HttpResponse<String> answer = send(operation, "acme", bearer(STRANGER));

    if (operation.path().equals("/metrics")) {
      return; // of the process, not of a tenant
    }
    if (operation.path().contains("{id}/") && !operation.path().endsWith("/events")) {
      // Whose order it is only the saga knows; it is told whom the caller acts for.
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(api.log.commands().getLast().message().getTenantsList()).containsExactly("other");
      return;
    }
    boolean byId = operation.path().contains("{id}");
    if (operation.path().endsWith(":batch")) {
      JsonNode line = JSON.readTree(answer.body());
      assertThat(line.path("status").asInt()).isEqualTo(403);
      return;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(byId ? 404 : 403);
    assertProblem(answer, byId ? "order-not-found" : "forbidden");
    if (byId) {
      String missing = "00000000-0000-8000-8000-000000000000";
      Operation other =
          new Operation(
              operation.method(), operation.path().replace("{id}", missing), operation.scope());
      assertThat(withoutTrace(answer.body()).replace(orderId, missing))
          .as("another tenant's order is answered as one that does not exist")
          .isEqualTo(withoutTrace(send(other, "acme", bearer(STRANGER)).body()));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withTheRightCredentialsItIsNeither401Nor403(Operation operation) throws Exception {
    for (ApiKey key : List.of(OWNER, SEVERAL)) {
      assertThat(send(operation, "acme", bearer(key)).statusCode()).isNotIn(401, 403, 500);
    }
  }

  private static Stream<Operation> operations() {
    JsonNode openapi =
        JSON.valueToTree(
            new Yaml()
                .load(
                    Objects.requireNonNull(
                        ApiServer.class.getResourceAsStream("/io/spillway/ingest/openapi.yaml"))));
    List<Operation> operations = new ArrayList<>();
    openapi
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          JsonNode security = method.getValue().path("security");
                          assertThat(security.isArray()).as(path.getKey()).isTrue();
                          if (!security.isEmpty()) {
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    security.at("/0/bearer/0").asText()));
                          }
                        }));
    assertThat(operations).hasSizeGreaterThan(10);
    return operations.stream();
  }

  private static HttpResponse<String> send(Operation operation, String tenant, String authorization)
      throws Exception {
    String path =
        operation.path().replace("{id}", orderId).replace("{sku}", "A").replace("{reference}", "r");
    if (operation.path().endsWith("{reference}")) {
      path += "?sku=A&tenant=" + tenant;
    } else if (!operation.method().equals("POST")) {
      path += "?tenant=" + tenant;
    }
    return send(operation.method(), path, body(operation), authorization);
  }

  private static String body(Operation operation) {
    return switch (operation.path()) {
      case "/v1/orders" -> ORDER;
      case "/v1/orders:batch" -> ORDER.replace("\n", "") + "\n";
      case "/v1/stock/adjustments" ->
          "[{\"tenant\":\"acme\",\"sku\":\"A\",\"delta\":1,\"reference\":\"r\"}]";
      case "/v1/products/{sku}" -> "{\"name\":\"A\"}";
      default -> operation.path().endsWith("/extend") ? "{\"by\":\"PT1M\"}" : "";
    };
  }

  private static HttpResponse<String> send(String method, String path, String body, ApiKey key)
      throws Exception {
    return send(method, path, body, bearer(key));
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String authorization) throws Exception {
    HttpRequest.Builder request =
        api.request(path)
            .method(
                method,
                method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header(
                "Content-Type",
                path.endsWith(":batch") ? "application/x-ndjson" : "application/json");
    return api.send(
        authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private static void assertProblem(HttpResponse<String> answer, String type) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(answer.body()).path("type").asText())
        .isEqualTo("urn:spillway:problem:" + type);
  }

  private static String withoutTrace(String body) {
    return body.replaceAll("\"traceId\":\"[0-9a-f]+\"", "");
  }

  private static String bearer(ApiKey key) {
    return "Bearer " + key.text();
  }

  private static ApiKey without(Scope scope) {
    return Keys.key(100 + scope.ordinal());
  }

  private static void add(ApiKey key, String tenant, Set<Scope> scopes) throws Exception {
    StoredKey stored = Keys.stored(key, Tenants.of(Set.of(tenant)), scopes);
    STORE.add(stored);
  }
}
