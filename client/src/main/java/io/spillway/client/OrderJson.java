package io.spillway.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.spillway.client.core.CommandOutcome;
import io.spillway.client.core.NewOrder;
import io.spillway.client.core.OrderView;
import io.spillway.client.core.Problem;
import io.spillway.client.core.Submission;
import io.spillway.client.core.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The API's JSON. Stateless. */
final class OrderJson {
  private static final int MAX_TEXT = 300;

  private OrderJson() {}

  /** An order as the body of a request, or as a line of a batch with its key. */
  static String order(NewOrder order, Optional<String> idempotencyKey) {
    JsonObject json = new JsonObject();
    idempotencyKey.ifPresent(key -> json.addProperty("idempotencyKey", key));
    order.tenant().ifPresent(tenant -> json.addProperty("tenant", tenant));
    json.addProperty("customerId", order.customerId());
    json.addProperty("currency", order.currency());
    JsonArray lines = new JsonArray();
    for (NewOrder.Line line : order.lines()) {
      JsonObject each = new JsonObject();
      each.addProperty("sku", line.sku());
      each.addProperty("quantity", line.quantity());
      each.addProperty("unitAmount", line.unitAmount());
      lines.add(each);
    }
    json.add("lines", lines);
    if (!order.attributes().isEmpty()) {
      JsonObject attributes = new JsonObject();
      order.attributes().forEach(attributes::addProperty);
      json.add("attributes", attributes);
    }
    order.placedAt().ifPresent(at -> json.addProperty("placedAt", at.toString()));
    order.holdFor().ifPresent(time -> json.addProperty("holdFor", time.toString()));
    if (order.allowPartial()) {
      json.addProperty("allowPartial", true);
    }
    return json.toString();
  }

  /** A body of one text. */
  static String object(String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(name, value);
    return json.toString();
  }

  /** What became of a submission, by its status and body, or a batch's line. */
  static Submission submission(int status, String body, String idempotencyKey) {
    JsonObject json = tree(body);
    if (status == 202 && json.has("orderId")) {
      return new Submission.Accepted(
          text(json, "orderId"), instant(json, "acceptedAt").orElse(Instant.EPOCH), idempotencyKey);
    }
    return new Submission.Refused(problem(status, body), idempotencyKey);
  }

  static CommandOutcome command(String orderId, int status, String body) {
    JsonObject json = tree(body);
    if (status == 200) {
      return new CommandOutcome.Applied(
          orderId,
          text(json, "status"),
          number(json, "version").orElse(0),
          instant(json, "holdUntil"));
    }
    if (status == 202) {
      return new CommandOutcome.Pending(orderId);
    }
    String present = text(json, "orderStatus");
    return new CommandOutcome.Refused(
        problem(status, body),
        present.isEmpty() ? Optional.empty() : Optional.of(present),
        number(json, "version"));
  }

  static OrderView view(String body) {
    JsonObject json = tree(body);
    return new OrderView(
        text(json, "orderId"),
        text(json, "status"),
        number(json, "version").orElse(0),
        number(json, "totalAmount").orElse(0),
        number(json, "keptAmount").orElse(0),
        instant(json, "holdUntil"),
        body);
  }

  /** A problem; of an answer that is none, such as a proxy's, its beginning. */
  static Problem problem(int status, String body) {
    JsonObject json = tree(body);
    List<Violation> violations = new ArrayList<>();
    if (json.get("errors") instanceof JsonArray errors) {
      for (JsonElement error : errors) {
        if (error instanceof JsonObject each) {
          violations.add(
              new Violation(
                  text(each, "pointer") + text(each, "header") + text(each, "parameter"),
                  text(each, "reason")));
        }
      }
    }
    String title = text(json, "title");
    return new Problem(
        status,
        text(json, "type"),
        title.isEmpty() ? body.substring(0, Math.min(body.length(), MAX_TEXT)) : title,
        text(json, "detail"),
        violations,
        text(json, "traceId"));
  }

  /** The status of a batch's line. */
  static int status(String line) {
    return (int) number(tree(line), "status").orElse(500);
  }

  private static JsonObject tree(String body) {
    try {
      return JsonParser.parseString(body) instanceof JsonObject json ? json : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private static OptionalLong number(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
        ? OptionalLong.of(value.getAsLong())
        : OptionalLong.empty();
  }

  private static Optional<Instant> instant(JsonObject json, String name) {
    String text = text(json, name);
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
