package io.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.client.core.CallRetries;
import io.spillway.client.core.CommandOutcome;
import io.spillway.client.core.NewOrder;
import io.spillway.client.core.Submission;
import io.spillway.client.core.Violation;
import io.spillway.client.port.OrderApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What is repeated, under which key, and what answers mean; without a server and without waiting.
 */
class OrderClientTest {
  private static final String ID = "d3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb";
  private static final String ACCEPTED =
      "{\"orderId\":\""
          + ID
          + "\",\"status\":\"ACCEPTED\",\"acceptedAt\":\"2026-11-29T10:00:00.000Z\"}";
  private static final NewOrder ORDER = NewOrder.of("c-1", "EUR").line("MUG-1", 2, 990);

  private final FakeApi api = new FakeApi();
  private final FakeTime time = new FakeTime();
  private final OrderClient client = new OrderClient(api, CallRetries.DEFAULT, time);

  @Test
  void everyAttemptHasTheSameKeyAndBody() throws Exception {
    api.answers(503, 1, problem("log-unavailable", 503));
    api.fails(new IOException("connection reset"));
    api.answers(429, 7, problem("rate-limited", 429));
    api.answers(202, 0, ACCEPTED);

    Submission submission = client.submit("cart-1", ORDER);

    assertThat(submission)
        .isEqualTo(new Submission.Accepted(ID, Instant.parse("2026-11-29T10:00:00Z"), "cart-1"));
    assertThat(api.calls)
        .hasSize(4)
        .allSatisfy(call -> assertThat(call).isEqualTo(api.calls.get(0)));
    assertThat(api.calls.getFirst().headers()).containsEntry("Idempotency-Key", "cart-1");
    assertThat(time.slept.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(time.slept.get(1)).isLessThan(Duration.ofSeconds(1));
    assertThat(time.slept.get(2)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void anOrderWithoutAKeyGetsOneThatStays() throws Exception {
    api.fails(new IOException("connection reset"));
    api.answers(202, 0, ACCEPTED);

    Submission submission = client.submit(ORDER);

    assertThat(api.calls)
        .extracting(call -> call.headers().get("Idempotency-Key"))
        .containsExactly(submission.idempotencyKey(), submission.idempotencyKey());
  }

  @Test
  void aRefusalIsNotRepeatedAndTellsEveryViolation() throws Exception {
    api.answers(
        400,
        0,
        "{\"type\":\"urn:spillway:problem:invalid-order\",\"title\":\"Invalid order\",\"status\":400,"
            + "\"detail\":\"2 faults\",\"traceId\":\"abc\",\"errors\":["
            + "{\"pointer\":\"/lines/0/sku\",\"reason\":\"missing\"},"
            + "{\"header\":\"Idempotency-Key\",\"reason\":\"too long\"}]}");

    Submission submission = client.submit("cart-1", ORDER);

    assertThat(submission).isInstanceOf(Submission.Refused.class);
    Submission.Refused refused = (Submission.Refused) submission;
    assertThat(refused.problem().is("invalid-order")).isTrue();
    assertThat(refused.problem().violations())
        .containsExactly(
            new Violation("/lines/0/sku", "missing"), new Violation("Idempotency-Key", "too long"));
    assertThat(refused.problem())
        .hasToString("400 Invalid order: 2 faults; /lines/0/sku missing; Idempotency-Key too long");
    assertThat(api.calls).hasSize(1);
  }

  @Test
  void aRequestInFlightIsWaitedForAndAReusedKeyIsNot() throws Exception {
    api.answers(409, 1, problem("request-in-flight", 409));
    api.answers(422, 0, problem("idempotency-key-reused", 422));

    assertThat(client.submit("cart-1", ORDER)).isInstanceOf(Submission.Refused.class);
    assertThat(api.calls).hasSize(2);
  }

  @Test
  void givesUpWithTheKeyAfterSoManyAttempts() {
    for (int i = 0; i < 10; i++) {
      api.fails(new IOException("refused"));
    }

    assertThatThrownBy(() -> client.submit("cart-1", ORDER))
        .isInstanceOfSatisfying(
            OrderApiUnavailableException.class,
            e -> assertThat(e.idempotencyKey()).isEqualTo("cart-1"))
        .hasMessageContaining("no answer (java.io.IOException: refused)");
    assertThat(api.calls).hasSize(10);
  }

  @Test
  void aWaitBeyondTheLimitIsNotBegun() {
    api.answers(503, 600, problem("overloaded", 503));

    assertThatThrownBy(() -> client.submit("cart-1", ORDER))
        .isInstanceOf(OrderApiUnavailableException.class)
        .hasMessageContaining("503");
    assertThat(time.slept).isEmpty();
  }

  @Test
  void ofABatchOnlyTheLinesThatMaySucceedAreRepeated() throws Exception {
    Map<String, NewOrder> orders = new LinkedHashMap<>();
    orders.put("a", ORDER);
    orders.put("b", ORDER);
    orders.put("c", ORDER);
    api.answers(
        200, 0, line(1, 202, ID) + line(2, 503, "overloaded") + line(3, 400, "invalid-order"));
    api.answers(200, 0, line(1, 202, ID));

    List<Submission> results = client.submitAll(orders);

    assertThat(results).extracting(Submission::idempotencyKey).containsExactly("a", "b", "c");
    assertThat(results)
        .extracting(result -> result instanceof Submission.Accepted)
        .containsExactly(true, true, false);
    assertThat(api.calls.get(0).body().orElseThrow().lines()).hasSize(3);
    assertThat(api.calls.get(1).body().orElseThrow().lines())
        .singleElement()
        .asString()
        .contains("\"idempotencyKey\":\"b\"");
  }

  @Test
  void largeBatchesGoInSeveralRequests() throws Exception {
    Map<String, NewOrder> orders = new LinkedHashMap<>();
    StringBuilder first = new StringBuilder();
    for (int i = 1; i <= 1_001; i++) {
      orders.put("k" + i, ORDER);
      first.append(i <= 1_000 ? line(i, 202, ID) : "");
    }
    api.answers(200, 0, first.toString());
    api.answers(200, 0, line(1, 202, ID));

    assertThat(client.submitAll(orders))
        .hasSize(1_001)
        .allSatisfy(result -> assertThat(result).isInstanceOf(Submission.Accepted.class));
    assertThat(api.calls).hasSize(2);
  }

  @Test
  void commandsKeepTheirKeyToo() throws Exception {
    api.fails(new IOException("reset"));
    api.answers(200, 0, "{\"orderId\":\"" + ID + "\",\"status\":\"CONFIRMED\",\"version\":3}");

    assertThat(client.confirm(ID))
        .isEqualTo(new CommandOutcome.Applied(ID, "CONFIRMED", 3, Optional.empty()));
    assertThat(api.calls.get(1)).isEqualTo(api.calls.get(0));
    assertThat(api.calls.get(0).path()).isEqualTo("/v1/orders/" + ID + "/confirm");
  }

  @Test
  void commandsTellWhyNot() throws Exception {
    api.answers(
        409,
        0,
        "{\"type\":\"urn:spillway:problem:command-not-allowed\",\"title\":\"Too late\","
            + "\"orderStatus\":\"EXPIRED\",\"version\":4}");
    api.answers(202, 0, "{\"orderId\":\"" + ID + "\",\"status\":\"PENDING\",\"detail\":\"later\"}");

    assertThat(client.extend(ID, Duration.ofMinutes(15)))
        .isInstanceOfSatisfying(
            CommandOutcome.Refused.class,
            refused -> {
              assertThat(refused.status()).contains("EXPIRED");
              assertThat(refused.version()).hasValue(4);
            });
    assertThat(api.calls.getFirst().body()).contains("{\"by\":\"PT15M\"}");
    assertThat(client.cancel(ID, "no")).isEqualTo(new CommandOutcome.Pending(ID));
    assertThat(api.calls.getLast().body()).contains("{\"reason\":\"no\"}");
  }

  @Test
  void readsWaitAndTellWhatIsThere() throws Exception {
    api.answers(
        200,
        0,
        "{\"orderId\":\""
            + ID
            + "\",\"status\":\"RESERVED\",\"version\":2,\"totalAmount\":1980,\"keptAmount\":1980,"
            + "\"holdUntil\":\"2026-11-29T10:15:00.000Z\"}");
    api.answers(404, 0, problem("order-not-found", 404));

    assertThat(client.awaitNewer(ID, 1, Duration.ofSeconds(5)).orElseThrow())
        .satisfies(
            view -> {
              assertThat(view.status()).isEqualTo("RESERVED");
              assertThat(view.version()).isEqualTo(2);
              assertThat(view.holdUntil()).contains(Instant.parse("2026-11-29T10:15:00Z"));
            });
    assertThat(api.calls.getFirst().path())
        .isEqualTo("/v1/orders/" + ID + "?wait=PT5S&knownVersion=1");
    assertThat(client.get(ID)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.await(ID, Duration.ofMinutes(1)))
        .withMessageContaining("expected PT0S to PT30S");
  }

  @Test
  void anOrderIsWrittenAsTheApiReadsIt() throws Exception {
    api.answers(202, 0, ACCEPTED);

    client.submit(
        "cart-1",
        ORDER
            .ofTenant("acme")
            .attribute("country", "Germany")
            .placed(Instant.parse("2026-11-29T09:00:00Z"))
            .hold(Duration.ofMinutes(15))
            .partial());

    assertThat(api.calls.getFirst().body())
        .contains(
            "{\"tenant\":\"acme\",\"customerId\":\"c-1\",\"currency\":\"EUR\",\"lines\":[{\"sku\":"
                + "\"MUG-1\",\"quantity\":2,\"unitAmount\":990}],\"attributes\":{\"country\":"
                + "\"Germany\"},\"placedAt\":\"2026-11-29T09:00:00Z\",\"holdFor\":\"PT15M\","
                + "\"allowPartial\":true}");
  }

  private static String problem(String kind, int status) {
    return "{\"type\":\"urn:spillway:problem:"
        + kind
        + "\",\"title\":\""
        + kind
        + "\",\"status\":"
        + status
        + "}";
  }

  private static String line(int number, int status, String what) {
    return status == 202
        ? "{\"line\":"
            + number
            + ",\"status\":202,\"orderId\":\""
            + what
            + "\",\"acceptedAt\":\"2026-11-29T10:00:00.000Z\"}\n"
        : "{\"line\":"
            + number
            + ",\"status\":"
            + status
            + ",\"type\":\"urn:spillway:problem:"
            + what
            + "\",\"title\":\""
            + what
            + "\"}\n";
  }

  private static final class FakeApi implements OrderApi {
    final List<Call> calls = new ArrayList<>();
    private final Deque<Object> script = new ArrayDeque<>();

    void answers(int status, int retryAfter, String body) {
      script.add(new Answer(status, Duration.ofSeconds(retryAfter), body));
    }

    void fails(IOException failure) {
      script.add(failure);
    }

    @Override
    public Answer send(Call call) throws IOException {
      calls.add(call);
      Object next = script.remove();
      if (next instanceof IOException failure) {
        throw failure;
      }
      return (Answer) next;
    }

    @Override
    public void close() {}
  }

  private static final class FakeTime implements RetryingCalls.Time {
    final List<Duration> slept = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(3);
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      slept.add(duration);
      nanos += duration.toNanos();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }
  }
}
