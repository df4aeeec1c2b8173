package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.ingest.OrderAnswer;
import io.spillway.ingest.adapter.http.JsonReader.MalformedJsonException;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.core.Violations;
import io.spillway.schemas.routing.RoutedId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: a window of orders is under way at one time, results are written in the
 * order of the lines. A line that is refused leaves the others alone. For one thread.
 */
final class BatchRun {
  private final ApiParts parts;
  private final TraceContext trace;
  private final byte[] body;
  private final ByteArrayOutputStream results;
  private final Deque<Pending> window = new ArrayDeque<>();

  /** The last request of each key: a repetition waits for it, and then gets its answer. */
  private final Map<String, CompletableFuture<OrderAnswer>> byKey = new HashMap<>();

  private @Nullable Problem logDown;

  BatchRun(ApiParts parts, TraceContext trace, byte[] body, ByteArrayOutputStream results) {
    this.parts = parts;
    this.trace = trace;
    this.body = body;
    this.results = results;
  }

  private record Pending(int line, @Nullable String key, CompletableFuture<OrderAnswer> answer) {}

  void run() {
    for (Lines lines = new Lines(body); lines.next(); ) {
      if (lines.blank()) {
        continue;
      }
      if (window.size() >= parts.http().batchWindow()) {
        settleFirst();
      }
      window.add(begin(lines));
    }
    while (!window.isEmpty()) {
      settleFirst();
    }
  }

  private Pending begin(Lines line) {
    parts.metrics().received();
    if (line.length() > parts.http().bodyBytes()) {
      return refused(
          line,
          Problem.of(
              ProblemType.BODY_TOO_LARGE,
              "The order exceeds the limit of " + parts.http().bodyBytes() + " bytes."));
    }
    if (logDown != null) {
      // The rest would only wait for the same outcome, one window after the other.
      return refused(line, logDown);
    }
    Violations violations = new Violations();
    Json json;
    try {
      json = parts.reader().read(body, line.start(), line.length(), violations);
    } catch (MalformedJsonException e) {
      return refused(line, Problem.of(ProblemType.MALFORMED_JSON, e.violation()));
    }
    return switch (parts.orderRules().checkInBatch(json, violations, parts.clock().instant())) {
      case Checked.Valid<ValidOrder>(ValidOrder order) -> submit(line, order);
      case Checked.Invalid<ValidOrder>(Violations all) ->
          refused(line, Problem.of(ProblemType.INVALID_ORDER, all));
    };
  }

  private Pending submit(Lines line, ValidOrder order) {
    String given = order.idempotencyKey();
    String key = given == null ? parts.freshKeys().get() : given;
    String tenantKey = order.tenant() + ':' + key;
    CompletableFuture<OrderAnswer> earlier = byKey.get(tenantKey);
    CompletableFuture<OrderAnswer> answer =
        earlier == null
            ? parts.flow().submit(order, key, trace).toCompletableFuture()
            : earlier.thenCompose(_ -> parts.flow().submit(order, key, trace));
    byKey.put(tenantKey, answer);
    return new Pending(line.number(), key, answer);
  }

  private Pending refused(Lines line, Problem problem) {
    parts.metrics().refused(problem.type());
    return new Pending(
        line.number(), null, CompletableFuture.completedFuture(new OrderAnswer.Refused(problem)));
  }

  private void settleFirst() {
    Pending first = window.remove();
    OrderAnswer answer = first.answer().join();
    if (answer instanceof OrderAnswer.Refused(Problem problem)
        && (problem.type() == ProblemType.LOG_UNAVAILABLE
            || problem.type() == ProblemType.OUTCOME_UNKNOWN)) {
      logDown =
          Problem.retry(
              ProblemType.LOG_UNAVAILABLE,
              "Kafka became unavailable during this batch; this order was not sent.",
              Objects.requireNonNull(problem.retryAfter()));
    }
    results.writeBytes(Responses.json(json -> write(json, first, answer)));
    results.write('\n');
  }

  private void write(JsonGenerator json, Pending pending, OrderAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeNumberField("line", pending.line());
    switch (answer) {
      case OrderAnswer.Accepted(RoutedId orderId, String accepted) -> {
        json.writeNumberField("status", 202);
        json.writeStringField("orderId", orderId.toString());
        json.writeStringField("acceptedAt", Acceptance.acceptedAt(accepted));
      }
      case OrderAnswer.Refused(Problem problem) -> Responses.members(json, problem, trace);
    }
    if (pending.key() != null) {
      json.writeStringField("idempotencyKey", pending.key());
    }
    json.writeEndObject();
  }
}
