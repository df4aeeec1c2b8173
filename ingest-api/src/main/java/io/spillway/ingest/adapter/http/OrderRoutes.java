package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderAnswer;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.core.Violations;
import io.spillway.schemas.routing.RoutedId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Takes one order. */
final class OrderRoutes {
  private static final Set<String> TYPES = Set.of(Responses.JSON);

  private final IngestFlow flow;
  private final OrderRules rules;
  private final JsonReader reader;
  private final BodyReader bodies;
  private final Requests requests;
  private final Responses responses;
  private final IngestMetrics metrics;
  private final Supplier<String> freshKeys;
  private final Clock clock;
  private final long bodyBytes;

  OrderRoutes(ApiParts parts) {
    this.flow = parts.flow();
    this.rules = parts.orderRules();
    this.reader = parts.reader();
    this.bodies = parts.bodies();
    this.requests = parts.requests();
    this.responses = parts.responses();
    this.metrics = parts.metrics();
    this.freshKeys = parts.freshKeys();
    this.clock = parts.clock();
    this.bodyBytes = parts.http().bodyBytes();
  }

  /** POST /v1/orders. */
  void submit(Context ctx) {
    metrics.received();
    byte[] body;
    ValidOrder order;
    String key;
    try {
      Requests.requireType(ctx, TYPES);
      Violations violations = new Violations();
      String given = Requests.idempotencyKey(ctx, violations);
      body = bodies.read(ctx, bodyBytes);
      order = order(ctx, body, violations);
      key = given == null ? freshKeys.get() : given;
    } catch (RefusalException refusal) {
      metrics.refused(refusal.problem().type());
      throw refusal;
    }
    Requests.tellKey(ctx, key);
    var submission = List.of(new IngestFlow.Submission(order, key, body.length));
    IngestFlow.Submitted submitted =
        flow.submit(submission, Callers.identity(ctx).name(), requests.trace(ctx));
    Responses.tellRate(ctx, submitted.rate());
    respond(ctx, submitted.answers().getFirst());
  }

  private ValidOrder order(Context ctx, byte[] body, Violations violations) {
    Json json = reader.readOrRefuse(body, violations);
    return switch (rules.check(json, violations, clock.instant(), Callers.usualTenant(ctx))) {
      case Checked.Valid<ValidOrder>(ValidOrder order) -> {
        Callers.requireTenant(Callers.tenants(ctx), order.tenant());
        yield order;
      }
      case Checked.Invalid<ValidOrder>(Violations all) ->
          throw new RefusalException(Problem.of(ProblemType.INVALID_ORDER, all));
    };
  }

  private void respond(Context ctx, OrderAnswer answer) {
    switch (answer) {
      case OrderAnswer.Accepted(RoutedId orderId, String body) -> {
        ctx.header("Location", "/v1/orders/" + orderId);
        Responses.send(ctx, 202, body.getBytes(StandardCharsets.UTF_8));
      }
      case OrderAnswer.Refused(Problem problem) -> responses.refuse(ctx, problem);
    }
  }
}
