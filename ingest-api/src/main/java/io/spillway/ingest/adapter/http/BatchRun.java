package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.access.core.Identity;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.OrderAnswer;
import io.spillway.ingest.adapter.http.JsonReader.MalformedJsonException;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.core.Violations;
import io.spillway.schemas.routing.RoutedId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: a window of orders is taken at one time, results are written in the order
 * of the lines. A line that is refused leaves the others alone. For one thread.
 */
final class BatchRun {
  private final ApiParts parts;
  private final TraceContext trace;
  private final Identity caller;
  private final byte[] body;
  private final ByteArrayOutputStream results;

  /**
   * Lines whose results are not written yet; the orders of those that broke no rule; their keys.
   */
  private final List<Line> window = new ArrayList<>();

  private final List<IngestFlow.Submission> orders = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private @Nullable Problem logDown;
  private @Nullable RateDecision rate;

  BatchRun(
      ApiParts parts,
      TraceContext trace,
      Identity caller,
      byte[] body,
      ByteArrayOutputStream results) {
    this.parts = parts;
    this.trace = trace;
    this.caller = caller;
    this.body = body;
    this.results = results;
  }

  /** What was decided of the last order's rates; null where there is no limit. */
  @Nullable RateDecision rate() {
    return rate;
  }

  private record Line(int number, @Nullable String key, @Nullable Problem refused) {}

  void run() {
    for (Lines lines = new Lines(body); lines.next(); ) {
      if (!lines.blank()) {
        read(lines);
      }
      if (window.size() >= parts.http().batchWindow()) {
        answer();
      }
    }
    answer();
  }

  private void read(Lines line) {
    parts.metrics().received();
    if (line.length() > parts.http().bodyBytes()) {
      refuse(
          line,
          Problem.of(
              ProblemType.BODY_TOO_LARGE,
              "The order exceeds the limit of " + parts.http().bodyBytes() + " bytes."));
      return;
    }
    if (logDown != null) {
      // The rest would only wait for the same outcome, one window after the other.
      refuse(line, logDown);
      return;
    }
    Violations violations = new Violations();
    try {
      Json json = parts.reader().read(body, line.start(), line.length(), violations);
      switch (parts
          .orderRules()
          .checkInBatch(
              json,
              violations,
              parts.clock().instant(),
              caller.tenants().usual(OrderRules.DEFAULT_TENANT))) {
        case Checked.Valid<ValidOrder>(ValidOrder order)
            when caller.tenants().allows(order.tenant()) ->
            take(line, order);
        case Checked.Valid<ValidOrder>(ValidOrder order) ->
            refuse(line, Callers.otherTenant(order.tenant()));
        case Checked.Invalid<ValidOrder>(Violations all) ->
            refuse(line, Problem.of(ProblemType.INVALID_ORDER, all));
      }
    } catch (MalformedJsonException e) {
      refuse(line, Problem.of(ProblemType.MALFORMED_JSON, e.violation()));
    }
  }

  private void take(Lines line, ValidOrder order) {
    String given = order.idempotencyKey();
    String key = given == null ? parts.freshKeys().get() : given;
    if (!keys.add(order.tenant() + ':' + key)) {
      // A repetition gets the answer of the first, so that has to be there.
      answer();
      keys.add(order.tenant() + ':' + key);
    }
    window.add(new Line(line.number(), key, null));
    orders.add(new IngestFlow.Submission(order, key, line.length()));
  }

  private void refuse(Lines line, Problem problem) {
    parts.metrics().refused(problem.type());
    window.add(new Line(line.number(), null, problem));
  }

  private void answer() {
    IngestFlow.Submitted submitted = parts.flow().submit(orders, caller.name(), trace);
    if (submitted.rate() != null) {
      rate = submitted.rate();
    }
    Iterator<OrderAnswer> answers = submitted.answers().iterator();
    for (Line line : window) {
      OrderAnswer answer =
          line.refused() == null ? answers.next() : new OrderAnswer.Refused(line.refused());
      if (answer instanceof OrderAnswer.Refused(Problem problem)
          && (problem.type() == ProblemType.LOG_UNAVAILABLE
              || problem.type() == ProblemType.OUTCOME_UNKNOWN)) {
        logDown =
            Problem.retry(
                ProblemType.LOG_UNAVAILABLE,
                "Kafka became unavailable during this batch; this order was not sent.",
                Objects.requireNonNull(problem.retryAfter()));
      }
      results.writeBytes(Responses.json(json -> write(json, line, answer)));
      results.write('\n');
    }
    window.clear();
    orders.clear();
    keys.clear();
  }

  private void write(JsonGenerator json, Line line, OrderAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeNumberField("line", line.number());
    switch (answer) {
      case OrderAnswer.Accepted(RoutedId orderId, String accepted) -> {
        json.writeNumberField("status", 202);
        json.writeStringField("orderId", orderId.toString());
        json.writeStringField("acceptedAt", Acceptance.acceptedAt(accepted));
      }
      case OrderAnswer.Refused(Problem problem) -> Responses.members(json, problem, trace);
    }
    if (line.key() != null) {
      json.writeStringField("idempotencyKey", line.key());
    }
    json.writeEndObject();
  }
}
