package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.client.core.CallRetries;
import io.spillway.client.core.CommandOutcome;
import io.spillway.client.core.NewOrder;
import io.spillway.client.core.OrderView;
import io.spillway.client.core.Problem;
import io.spillway.client.core.Submission;
import io.spillway.client.port.OrderApi;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Submits orders and follows them. What may succeed later (429, 503, a lost connection) is repeated
 * for a while, heeding {@code Retry-After}, under the same idempotency key: a repeated order is one
 * order, a repeated command is applied once. Thread-safe.
 */
public final class OrderClient implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final int BATCH_ORDERS = 1_000;
  private static final int BATCH_CHARS = 4 << 20;
  private static final String JSON = "application/json";

  private final OrderApi api;
  private final RetryingCalls calls;

  OrderClient(OrderApi api, CallRetries retries, RetryingCalls.Time time) {
    this.api = api;
    this.calls = new RetryingCalls(api, retries, time);
  }

  /** Begins to describe a client of the API at an address, such as {@code https://orders:8080}. */
  public static OrderClientBuilder at(String address) {
    return new OrderClientBuilder(address);
  }

  /** Submits an order under a key of its own, which the answer tells. */
  public Submission submit(NewOrder order)
      throws OrderApiUnavailableException, InterruptedException {
    return submit(UUID.randomUUID().toString(), order);
  }

  /**
   * Submits an order.
   *
   * @param idempotencyKey the shop's name for it, such as the cart's: of 1 to 255 characters
   */
  public Submission submit(String idempotencyKey, NewOrder order)
      throws OrderApiUnavailableException, InterruptedException {
    OrderApi.Answer answer =
        calls.send(
            call("POST", "/v1/orders", idempotencyKey, OrderJson.order(order, Optional.empty())),
            idempotencyKey);
    return OrderJson.submission(answer.status(), answer.body(), idempotencyKey);
  }

  /**
   * Submits many orders, each under its key, in requests of up to 1,000. Lines that may succeed
   * later are repeated by themselves. Answers one result for each order, in the map's order; a
   * refusal with a status such as 503 is one that did not succeed within the attempts.
   *
   * @throws OrderApiUnavailableException when a request gets no answer: all can be submitted again
   */
  public List<Submission> submitAll(Map<String, NewOrder> ordersByKey)
      throws OrderApiUnavailableException, InterruptedException {
    List<BatchLine> lines = new ArrayList<>();
    ordersByKey.forEach(
        (key, order) -> lines.add(new BatchLine(key, OrderJson.order(order, Optional.of(key)))));
    List<Submission> results = new ArrayList<>();
    for (int from = 0; from < lines.size(); ) {
      int to = chunkEnd(lines, from);
      results.addAll(submitChunk(lines.subList(from, to)));
      from = to;
    }
    return results;
  }

  /** Confirms a RESERVED order. */
  public CommandOutcome confirm(String orderId)
      throws OrderApiUnavailableException, InterruptedException {
    return command(orderId, "confirm", "{}");
  }

  /**
   * Cancels an order.
   *
   * @param reason at most 200 characters; may be empty
   */
  public CommandOutcome cancel(String orderId, String reason)
      throws OrderApiUnavailableException, InterruptedException {
    return command(orderId, "cancel", reason.isEmpty() ? "{}" : OrderJson.object("reason", reason));
  }

  /** Hands a CONFIRMED order over: its units leave the stock. */
  public CommandOutcome fulfil(String orderId)
      throws OrderApiUnavailableException, InterruptedException {
    return command(orderId, "fulfil", "{}");
  }

  /** Adds to the hold of a RESERVED order. */
  public CommandOutcome extend(String orderId, Duration by)
      throws OrderApiUnavailableException, InterruptedException {
    return command(orderId, "extend", OrderJson.object("by", by.toString()));
  }

  /**
   * Reads an order; empty when there is none, or none of the caller's tenants.
   *
   * @throws IllegalArgumentException when the request is refused, such as for an id that is none
   */
  public Optional<OrderView> get(String orderId)
      throws OrderApiUnavailableException, InterruptedException {
    return read("/v1/orders/" + encoded(orderId), ANSWER_WITHIN);
  }

  /** Waits until an order is decided, and no longer than this, up to 30 s; answers it then. */
  public Optional<OrderView> await(String orderId, Duration wait)
      throws OrderApiUnavailableException, InterruptedException {
    return read(waiting(orderId, wait), ANSWER_WITHIN.plus(wait));
  }

  /** The same until the order is newer than a version that the caller has, or final. */
  public Optional<OrderView> awaitNewer(String orderId, long knownVersion, Duration wait)
      throws OrderApiUnavailableException, InterruptedException {
    return read(waiting(orderId, wait) + "&knownVersion=" + knownVersion, ANSWER_WITHIN.plus(wait));
  }

  @Override
  public void close() {
    api.close();
  }

  private record BatchLine(String key, String json) {}

  private List<Submission> submitChunk(List<BatchLine> lines)
      throws OrderApiUnavailableException, InterruptedException {
    @Nullable Submission[] results = new Submission[lines.size()];
    RetryingCalls.Attempts attempts = calls.attempts();
    while (true) {
      List<Integer> sent = new ArrayList<>();
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < results.length; i++) {
        if (results[i] == null || isPassing(results[i])) {
          sent.add(i);
          body.append(lines.get(i).json()).append('\n');
        }
      }
      OrderApi.Answer answer =
          calls.send(
              new OrderApi.Call(
                  "POST",
                  "/v1/orders:batch",
                  Map.of("Content-Type", "application/x-ndjson"),
                  Optional.of(body.toString()),
                  ANSWER_WITHIN),
              "");
      List<String> told = answer.status() == 200 ? answer.body().lines().toList() : List.of();
      for (int n = 0; n < sent.size(); n++) {
        String text = n < told.size() ? told.get(n) : answer.body();
        int status = n < told.size() ? OrderJson.status(text) : refusal(answer);
        int at = sent.get(n);
        results[at] = OrderJson.submission(status, text, lines.get(at).key());
      }
      boolean all = Arrays.stream(results).noneMatch(OrderClient::isPassing);
      if (all || !attempts.another(answer.retryAfter())) {
        return Arrays.stream(results).map(Objects::requireNonNull).toList();
      }
    }
  }

  /** Of a line that the answer does not tell about: the answer's, or that of a broken one. */
  private static int refusal(OrderApi.Answer answer) {
    return answer.status() == 200 ? 502 : answer.status();
  }

  private static boolean isPassing(@Nullable Submission result) {
    return result instanceof Submission.Refused(Problem problem, String _)
        && CallRetries.isPassing(problem);
  }

  private static int chunkEnd(List<BatchLine> lines, int from) {
    int to = from;
    long chars = 0;
    while (to < lines.size() && to - from < BATCH_ORDERS) {
      chars += lines.get(to).json().length();
      if (chars > BATCH_CHARS && to > from) {
        return to;
      }
      to++;
    }
    return to;
  }

  private CommandOutcome command(String orderId, String verb, String body)
      throws OrderApiUnavailableException, InterruptedException {
    String key = UUID.randomUUID().toString();
    String path = "/v1/orders/" + encoded(orderId) + "/" + verb;
    OrderApi.Answer answer = calls.send(call("POST", path, key, body), key);
    return OrderJson.command(orderId, answer.status(), answer.body());
  }

  private Optional<OrderView> read(String path, Duration limit)
      throws OrderApiUnavailableException, InterruptedException {
    OrderApi.Answer answer =
        calls.send(new OrderApi.Call("GET", path, Map.of(), Optional.empty(), limit), "");
    return switch (answer.status()) {
      case 200 -> Optional.of(OrderJson.view(answer.body()));
      case 404 -> Optional.empty();
      default ->
          throw new IllegalArgumentException(
              path + ": " + OrderJson.problem(answer.status(), answer.body()));
    };
  }

  private static OrderApi.Call call(String method, String path, String key, String body) {
    return new OrderApi.Call(
        method,
        path,
        Map.of("Content-Type", JSON, "Idempotency-Key", key),
        Optional.of(body),
        ANSWER_WITHIN);
  }

  private static String waiting(String orderId, Duration wait) {
    if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
      throw new IllegalArgumentException("wait = " + wait + ": expected PT0S to " + MAX_WAIT);
    }
    return "/v1/orders/" + encoded(orderId) + "?wait=" + wait;
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }
}
