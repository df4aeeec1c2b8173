package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.CommandAnswer;
import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.CommandRules;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.OrderAction;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.Violations;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.routing.RoutedId;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Takes what shops ask of their orders: confirm, cancel, fulfil, extend. */
final class CommandRoutes {
  /** The longest body has a reason of 200 characters, each escaped. */
  private static final long BODY_BYTES = 8 * 1_024;

  private static final Set<String> TYPES = Set.of(Responses.JSON);
  private static final String PENDING =
      "Kafka holds the command; its result is not known yet. Send GET /v1/orders/%s, or the same"
          + " command again: it is applied once.";

  private final CommandFlow flow;
  private final JsonReader reader;
  private final BodyReader bodies;
  private final Requests requests;
  private final Responses responses;
  private final Supplier<String> freshKeys;

  CommandRoutes(ApiParts parts) {
    this.flow = parts.commands();
    this.reader = parts.reader();
    this.bodies = parts.bodies();
    this.requests = parts.requests();
    this.responses = parts.responses();
    this.freshKeys = parts.freshKeys();
  }

  /** POST /v1/orders/{id}/confirm. */
  void confirm(Context ctx) {
    execute(ctx, CommandRules::confirm);
  }

  /** POST /v1/orders/{id}/cancel. */
  void cancel(Context ctx) {
    execute(ctx, CommandRules::cancel);
  }

  /** POST /v1/orders/{id}/fulfil. */
  void fulfil(Context ctx) {
    execute(ctx, CommandRules::fulfil);
  }

  /** POST /v1/orders/{id}/extend. */
  void extend(Context ctx) {
    execute(ctx, CommandRules::extend);
  }

  @FunctionalInterface
  private interface Rule {
    Checked<OrderAction> check(Json body, Violations violations);
  }

  private void execute(Context ctx, Rule rule) {
    RoutedId id = Parameters.orderId(ctx);
    Violations violations = new Violations();
    String key = Requests.idempotencyKey(ctx, violations);
    OrderAction action =
        switch (rule.check(body(ctx, violations), violations)) {
          case Checked.Valid<OrderAction>(OrderAction valid) -> valid;
          case Checked.Invalid<OrderAction>(Violations all) ->
              throw new RefusalException(Problem.of(ProblemType.INVALID_COMMAND, all));
        };
    if (key == null && action instanceof OrderAction.Extend) {
      // Each extension adds, so two without a key are two; the key told lets one be repeated.
      key = freshKeys.get();
    }
    if (key != null) {
      Requests.tellKey(ctx, key);
    }
    respond(ctx, flow.execute(id, action, key, Callers.tenants(ctx), requests.trace(ctx)));
  }

  private Json body(Context ctx, Violations violations) {
    byte[] body = bodies.read(ctx, BODY_BYTES);
    if (body.length == 0) {
      return CommandRules.EMPTY;
    }
    Requests.requireType(ctx, TYPES);
    return reader.readOrRefuse(body, violations);
  }

  private void respond(Context ctx, CommandAnswer answer) {
    switch (answer) {
      case CommandAnswer.Applied(var id, var result) ->
          Responses.send(ctx, 200, applied(id, result));
      case CommandAnswer.NotAllowed(var id, var result, var problem) ->
          responses.refuse(
              ctx,
              problem,
              json -> {
                json.writeStringField("orderId", id.toString());
                json.writeStringField("orderStatus", result.getStatus().name());
                json.writeNumberField("version", result.getVersion());
              });
      case CommandAnswer.Pending(var id) -> Responses.send(ctx, 202, pending(id));
      case CommandAnswer.Refused(var problem) -> responses.refuse(ctx, problem);
    }
  }

  private static byte[] applied(RoutedId id, CommandResult result) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", id.toString());
          json.writeStringField("status", result.getStatus().name());
          json.writeNumberField("version", result.getVersion());
          if (result.hasHoldUntil()) {
            json.writeStringField("holdUntil", Times.text(Times.instant(result.getHoldUntil())));
          }
          json.writeEndObject();
        });
  }

  private static byte[] pending(RoutedId id) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", id.toString());
          json.writeStringField("status", "PENDING");
          json.writeStringField("detail", String.format(Locale.ROOT, PENDING, id));
          json.writeEndObject();
        });
  }
}
