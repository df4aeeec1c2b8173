package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.port.LogException;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RoutedId ID = RoutedId.ofOrder("default", "17850", "k1");
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture("spillway.ingest.commands { answer-within = 300ms, waiting = 2 }");
    api.orderCommands.answerWith(
        result ->
            result
                .setVerdict(CommandVerdict.APPLIED)
                .setStatus(OrderStatus.CONFIRMED)
                .setVersion(3));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void tellsWhatTheSagaMadeOfACommand() throws Exception {
    HttpResponse<String> confirmed = command("confirm", "");

    assertThat(confirmed.statusCode()).isEqualTo(200);
    assertThat(confirmed.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(confirmed.body())
        .isEqualTo("{\"orderId\":\"" + ID + "\",\"status\":\"CONFIRMED\",\"version\":3}");
    assertThat(command("confirm", "").body()).isEqualTo(confirmed.body());
    OrderCommand message = api.orderCommands.commands().getFirst().message();
    assertThat(message.getOrderId()).isEqualTo(ID.toString());
    assertThat(message.hasConfirm()).isTrue();
    assertThat(message.getIssuedAt().getSeconds()).isEqualTo(ApiFixture.START.getEpochSecond());

    api.orderCommands.answerWith(
        result ->
            result
                .setVerdict(CommandVerdict.APPLIED)
                .setStatus(OrderStatus.RESERVED)
                .setVersion(4)
                .setHoldUntil(Timestamp.newBuilder().setSeconds(1_800_000_000)));
    assertThat(command("extend", "{\"by\":\"PT15M\"}").body())
        .contains("\"holdUntil\":\"2027-01-15T08:00:00.000Z\"");
    assertThat(last().message().getExtend().getBy().getSeconds()).isEqualTo(900);
    command("cancel", "{\"reason\":\"changed my mind\"}");
    assertThat(last().message().getCancel().getReason()).isEqualTo("changed my mind");
    command("fulfil", "{}");
    assertThat(last().message().hasFulfil()).isTrue();
    assertThat(api.waiters.waiting()).isZero();
    assertThat(counted("confirm", "applied")).isEqualTo(2);
  }

  @Test
  void tellsTheStatusThatForbidsACommand() throws Exception {
    api.orderCommands.answerWith(
        result ->
            result
                .setVerdict(CommandVerdict.NOT_ALLOWED)
                .setStatus(OrderStatus.EXPIRED)
                .setVersion(3)
                .setReason("its hold is over"));

    JsonNode problem = problem(command("confirm", ""), 409, "command-not-allowed");

    assertThat(problem.get("orderId").asText()).isEqualTo(ID.toString());
    assertThat(problem.get("orderStatus").asText()).isEqualTo("EXPIRED");
    assertThat(problem.get("version").asInt()).isEqualTo(3);
    assertThat(problem.get("detail").asText())
        .isEqualTo("'confirm' is not allowed for an order that is EXPIRED: its hold is over.");
    assertThat(counted("confirm", "not-allowed")).isEqualTo(1);
  }

  @Test
  void tellsThatNobodyHasSubmittedTheOrder() throws Exception {
    api.orderCommands.answerWith(result -> result.setVerdict(CommandVerdict.UNKNOWN_ORDER));
    problem(command("cancel", ""), 404, "order-not-found");
    problem(
        api.post("/v1/orders/no-id/cancel", "application/json", "{}"), 400, "invalid-parameter");
  }

  @Test
  void withoutAnAnswerInTimeTheCommandIsPendingAndKept() throws Exception {
    api.orderCommands.answerWith(null);

    HttpResponse<String> pending = command("confirm", "");

    assertThat(pending.statusCode()).isEqualTo(202);
    JsonNode body = JSON.readTree(pending.body());
    assertThat(body.get("orderId").asText()).isEqualTo(ID.toString());
    assertThat(body.get("status").asText()).isEqualTo("PENDING");
    assertThat(body.get("detail").asText()).contains("GET /v1/orders/" + ID);
    assertThat(api.orderCommands.commands()).hasSize(1);
    assertThat(api.waiters.waiting()).isZero();
    // A late answer finds nobody and does no harm.
    assertThat(api.waiters.answer(CommandResult.getDefaultInstance())).isFalse();
  }

  @Test
  void neverTellsAnythingElseWhenTheLogDoesNotHoldTheCommand() throws Exception {
    var types =
        Map.of(
            LogException.Kind.UNAVAILABLE, "log-unavailable",
            LogException.Kind.OVERLOADED, "overloaded",
            LogException.Kind.OUTCOME_UNKNOWN, "outcome-unknown");
    for (LogException.Kind kind : LogException.Kind.values()) {
      api.orderCommands.failWith(kind);
      HttpResponse<String> response = command("confirm", "");
      problem(response, 503, types.get(kind));
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(counted("confirm", types.get(kind))).isEqualTo(1);
    }
    assertThat(api.waiters.waiting()).isZero();
  }

  @Test
  void aCommandIsNamedByItsOrderVerbAndKey() throws Exception {
    command("confirm", "");
    command("confirm", "{}");
    command("cancel", "");
    command("confirm", "", "Idempotency-Key", "a");
    command("confirm", "", "Idempotency-Key", "a");
    command("confirm", "", "Idempotency-Key", "b");
    String extend = "{\"by\":\"PT1S\"}";
    command("extend", extend, "Idempotency-Key", "a");
    command("extend", extend, "Idempotency-Key", "a");

    List<String> ids = api.orderCommands.commands().stream().map(IssuedCommand::commandId).toList();
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(4)).isEqualTo(ids.get(3));
    assertThat(ids.get(7)).isEqualTo(ids.get(6));
    assertThat(ids.stream().distinct()).hasSize(5);
    // Golden: a command repeated over an upgrade must still be the same one.
    assertThat(ids.get(0)).isEqualTo("00cd294ab7377c97fd246539f3c87e55");
    assertThat(ids.get(3)).isEqualTo("7102a3b2ccdc25e89109692859e3986d");
  }

  @Test
  void anExtensionWithoutAKeyIsAnotherEachTimeUnlessTheKeyToldIsSent() throws Exception {
    HttpResponse<String> one = command("extend", "{\"by\":\"PT1S\"}");
    command("extend", "{\"by\":\"PT1S\"}");
    String key = one.headers().firstValue("Idempotency-Key").orElseThrow();
    command("extend", "{\"by\":\"PT1S\"}", "Idempotency-Key", key);

    List<String> ids = api.orderCommands.commands().stream().map(IssuedCommand::commandId).toList();
    assertThat(ids.get(1)).isNotEqualTo(ids.get(0));
    assertThat(ids.get(2)).isEqualTo(ids.get(0));
  }

  static Stream<Arguments> invalid() {
    return Stream.of(
        Arguments.of("confirm", "{\"by\":\"PT1S\"}", "/by"),
        Arguments.of("fulfil", "{\"reason\":\"x\"}", "/reason"),
        Arguments.of("cancel", "[]", ""),
        Arguments.of("cancel", "{\"reason\":null}", "/reason"),
        Arguments.of("cancel", "{\"reason\":\"" + "r".repeat(201) + "\"}", "/reason"),
        Arguments.of("cancel", "{\"reason\":\"a\\u0000\"}", "/reason"),
        Arguments.of("cancel", "{\"reason\":\"a\",\"reason\":\"b\"}", "/reason"),
        Arguments.of("extend", "", "/by"),
        Arguments.of("extend", "{}", "/by"),
        Arguments.of("extend", "{\"by\":900}", "/by"),
        Arguments.of("extend", "{\"by\":\"PT0S\"}", "/by"),
        Arguments.of("extend", "{\"by\":\"P30DT1S\"}", "/by"),
        Arguments.of("extend", "{\"by\":\"PT1S\",\"until\":1}", "/until"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void namesEveryFaultAndGivesNoCommand(String verb, String body, String pointer) throws Exception {
    JsonNode problem = problem(command(verb, body), 422, "invalid-command");

    assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(api.orderCommands.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirm", "cancel", "fulfil", "extend"})
  void refusesWhatIsNoJsonOrTooMuch(String verb) throws Exception {
    problem(command(verb, "{"), 400, "malformed-json");
    problem(command(verb, " ".repeat(9_000)), 413, "body-too-large");
    problem(api.post(path(verb), "text/plain", "{}"), 415, "unsupported-media-type");
    problem(command(verb, "{}", "Idempotency-Key", "k".repeat(256)), 422, "invalid-command");
    problem(api.get(path(verb)), 405, "method-not-allowed");
    assertThat(api.orderCommands.commands()).isEmpty();
  }

  @Test
  void anEmptyBodyNeedsNoContentType() throws Exception {
    var request = api.request(path("confirm")).POST(BodyPublishers.noBody());
    assertThat(api.send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void sameCommandsShareAnAnswerAndMoreThanMayWaitAreRefusedAtOnce() throws Exception {
    try (ApiFixture slow =
        new ApiFixture("spillway.ingest.commands { answer-within = 30s, waiting = 2 }")) {
      List<CompletableFuture<HttpResponse<String>>> first =
          Stream.of(1, 2)
              .map(_ -> CompletableFuture.supplyAsync(() -> quietly(slow, "confirm")))
              .toList();
      Awaitility.await().until(() -> slow.orderCommands.commands().size() == 2);

      HttpResponse<String> third = quietly(slow, "cancel");
      problem(third, 503, "overloaded");
      assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(slow.meters.get("spillway.ingest.commands.waiting").gauge().value()).isEqualTo(2);
      IssuedCommand command = slow.orderCommands.commands().getFirst();
      slow.waiters.answer(
          CommandResult.newBuilder()
              .setOrderId(ID.toString())
              .setCommandId(command.commandId())
              .setVerdict(CommandVerdict.APPLIED)
              .build());

      for (var response : first) {
        assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      assertThat(slow.waiters.waiting()).isZero();
    }
  }

  private IssuedCommand last() {
    return api.orderCommands.commands().getLast();
  }

  private HttpResponse<String> command(String verb, String body, String... headers)
      throws Exception {
    return api.post(path(verb), "application/json", body, headers);
  }

  private static HttpResponse<String> quietly(ApiFixture api, String verb) {
    try {
      return api.post(path(verb), "application/json", "{}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(String verb) {
    return "/v1/orders/" + ID + '/' + verb;
  }

  private double counted(String verb, String outcome) {
    return api.meters
        .get("spillway.ingest.commands.answered")
        .tags("verb", verb, "outcome", outcome)
        .counter()
        .count();
  }
}
