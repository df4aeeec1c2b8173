package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.cli.adapter.cli.CommandContext;
import io.spillway.cli.adapter.cli.Commands;
import io.spillway.cli.adapter.cli.Terminal;
import io.spillway.cli.core.DemoOrder;
import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.adapter.elastic.IndexSearch;
import io.spillway.operate.adapter.files.LogSearch;
import io.spillway.operate.adapter.kafka.TopicSearch;
import io.spillway.operate.adapter.mysql.TableSearch;
import io.spillway.operate.adapter.redis.RedisMemory;
import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Personal values on the whole pipeline: nowhere in clear, and gone once they are forgotten. */
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgetIT {
  private static final String TENANT = "it-forget";
  private static final String ADA = "Ada Lovelace, Countess";
  private static final String MAIL = "ada.lovelace@example.org";
  private static final String LAND = "Kingdom of Ruritania";
  private static final String NICK = "Zaphod Beeblebrox";
  private static final JsonMapper JSON = new JsonMapper();

  /** An idempotency key may not come back either, so that a second run finds fresh orders. */
  private final String keys = UUID.randomUUID().toString();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();
  private Pipeline pipeline;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    List<DemoOrder> orders = new ArrayList<>();
    orders.add(order("ada", Map.of("buyerName", ADA, "buyerEmail", MAIL, "country", LAND)));
    orders.add(order("eve", Map.of("buyerName", "Eve Eavesdropper", "country", LAND)));
    // Of an attribute that is marked only later; without stock it is rejected, and ended.
    orders.add(
        new DemoOrder(
            keys + "zed",
            TENANT,
            "zed",
            "EUR",
            List.of(new DemoOrder.Line("no-such-sku", 1, 1)),
            Map.of("nick", NICK)));
    pipeline.run(new DemoPlan(TENANT, orders, Map.of("sku-forget", 100)), UnaryOperator.identity());
  }

  @Test
  @Order(1)
  void noStoreAndNoTopicHasAMarkedValueInClear() throws Exception {
    assertThat(found("buyerName", ADA)).isEmpty();
    assertThat(found("buyerEmail", MAIL)).isEmpty();
    // What is not marked is found by the same search, so it does search.
    assertThat(found("country", LAND))
        .extracting(SearchedPlace::store)
        .contains("mysql", "kafka", "elasticsearch");
    assertThat(found("country", LAND))
        .extracting(SearchedPlace::place)
        .contains("orders.intake.v1", "orders.events.v1", "cdc.orders.v1");

    JsonNode ada = attributes("ada");
    assertThat(ada.get("buyerName").asText()).isEqualTo(ADA);
    assertThat(ada.get("buyerEmail").asText()).isEqualTo(MAIL);
  }

  @Test
  @Order(2)
  void aForgottenCustomerHasOrdersWithoutAName() throws Exception {
    int exit = forget("--customer", "ada");

    JsonNode report = JSON.readTree(out.toString(UTF_8));
    assertThat(exit).as(out.toString(UTF_8)).isZero();
    assertThat(report.get("forgotten").asBoolean()).isTrue();
    assertThat(report.get("keysDestroyed").asInt()).isEqualTo(1);
    // Two values and the wrapped key.
    assertThat(report.get("lookedFor").asInt()).isEqualTo(3);
    assertThat(report.get("answersDeleted").asInt()).isGreaterThan(0);
    assertThat(out.toString(UTF_8)).doesNotContain("Lovelace", "Countess");

    assertThat(attributes("ada").get("buyerName").asText()).isEqualTo("[forgotten]");
    assertThat(attributes("ada").get("country").asText()).isEqualTo(LAND);
    assertThat(attributes("eve").get("buyerName").asText()).isEqualTo("Eve Eavesdropper");
  }

  @Test
  @Order(3)
  void theSameOrderAgainIsStillTheSameOrder() throws Exception {
    HttpResponse<String> again =
        http.send(
            HttpRequest.newBuilder(uri("/v1/orders"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", keys + "ada")
                .POST(
                    BodyPublishers.ofString(
                        "{\"tenant\":\"%s\",\"customerId\":\"ada\",\"currency\":\"EUR\","
                                .formatted(TENANT)
                            + "\"lines\":[{\"sku\":\"sku-forget\",\"quantity\":1,\"unitAmount\":5}],"
                            + "\"attributes\":{\"buyerName\":\"%s\"}}".formatted(ADA)))
                .build(),
            BodyHandlers.ofString());

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(JSON.readTree(again.body()).get("orderId").asText()).isEqualTo(id("ada").toString());
    assertThat(attributes("ada").get("buyerName").asText()).isEqualTo("[forgotten]");
  }

  @Test
  @Order(4)
  void clearCopiesFromBeforeTheMarkAreRemovedWhereThatCanBe() throws Exception {
    int exit = forget("--customer", "zed", "--attribute", "nick");

    JsonNode report = JSON.readTree(out.toString(UTF_8));
    assertThat(exit).as(out.toString(UTF_8)).isZero();
    assertThat(report.get("rowsRewritten").asInt()).isEqualTo(1);
    assertThat(report.get("places"))
        .filteredOn(place -> place.get("found").asLong() > 0)
        .isNotEmpty()
        .allSatisfy(place -> assertThat(place.get("store").asText()).isEqualTo("kafka"))
        .allSatisfy(place -> assertThat(place.hasNonNull("goneFrom")).isTrue());
    assertThat(attributes("zed").get("nick").asText()).isEqualTo("[forgotten]");
  }

  @Test
  @Order(5)
  void theStoresStillAgree() {
    assertThat(run("check", "--tenant", TENANT)).as(out.toString(UTF_8)).isZero();
  }

  private List<SearchedPlace> found(String attribute, String value) throws Exception {
    ClearTexts texts = ClearTexts.of(List.of(new ClearTexts.Value(attribute, value)), List.of());
    List<SearchedPlace> found = new ArrayList<>();
    for (CopySearch search :
        List.<CopySearch>of(
            new TableSearch(pipeline.backends),
            new RedisMemory(BackendConfigs.redis(pipeline.backends)),
            new IndexSearch(BackendConfigs.elastic(pipeline.backends)),
            new TopicSearch(BackendConfigs.kafka(pipeline.backends)),
            new LogSearch(SharedPipeline.HOME.logs()))) {
      List<SearchedPlace> places = search.search(texts, Progress.silent());
      assertThat(places).isNotEmpty();
      places.stream().filter(place -> place.found() > 0).forEach(found::add);
    }
    return found;
  }

  private int forget(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("forget", "--tenant", TENANT, "--yes", "--json"));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    out.reset();
    Terminal terminal = new Terminal(new PrintStream(out, true, UTF_8), System.err, false, false);
    return Commands.run(
        new CommandContext(
            SharedPipeline.HOME, terminal, SharedPipeline.PROGRESS, pipeline.deployment),
        arguments);
  }

  private JsonNode attributes(String customer) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/v1/orders/" + id(customer))).GET().build();
    // On a machine with much else to do a shard may not answer a read in time; callers retry.
    HttpResponse<String> answer =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> http.send(request, BodyHandlers.ofString()),
                response -> response.statusCode() != 503);
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("attributes");
  }

  private URI uri(String path) {
    return URI.create(pipeline.deployment.api() + path);
  }

  private RoutedId id(String customer) {
    return RoutedId.ofOrder(TENANT, customer, keys + customer);
  }

  private DemoOrder order(String customer, Map<String, String> attributes) {
    return new DemoOrder(
        keys + customer,
        TENANT,
        customer,
        "EUR",
        List.of(new DemoOrder.Line("sku-forget", 1, 5)),
        attributes);
  }
}
