package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.Timestamps;
import io.spillway.ingest.port.OrderRow;
import io.spillway.ingest.port.OrderSummary;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockRow;
import io.spillway.schemas.tables.MovementOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of rows. */
final class Rows {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Rows() {}

  static byte[] order(OrderRow row) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", row.orderId().toString());
          json.writeStringField("tenant", row.tenant());
          json.writeStringField("customerId", row.customerId());
          json.writeStringField("status", row.status());
          json.writeNumberField("version", row.version());
          json.writeStringField("currency", row.currency());
          json.writeNumberField("totalAmount", row.totalAmount());
          json.writeNumberField("keptAmount", row.keptAmount());
          raw(json, "lines", row.linesJson());
          raw(json, "attributes", row.attributesJson());
          raw(json, "refusals", row.reasonsJson());
          history(json, row.historyJson());
          time(json, "holdUntil", row.holdUntil());
          time(json, "placedAt", row.placedAt());
          time(json, "acceptedAt", row.createdAt());
          time(json, "updatedAt", row.updatedAt());
          json.writeEndObject();
        });
  }

  static byte[] page(List<OrderSummary> orders, @Nullable String next) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("orders");
          for (OrderSummary order : orders) {
            summary(json, order);
          }
          json.writeEndArray();
          if (next != null) {
            json.writeStringField("next", next);
          }
          json.writeEndObject();
        });
  }

  private static void summary(JsonGenerator json, OrderSummary order) throws IOException {
    json.writeStartObject();
    json.writeStringField("orderId", order.orderId().toString());
    json.writeStringField("status", order.status());
    json.writeNumberField("version", order.version());
    json.writeStringField("currency", order.currency());
    json.writeNumberField("totalAmount", order.totalAmount());
    json.writeNumberField("keptAmount", order.keptAmount());
    json.writeNumberField("lineCount", order.lineCount());
    time(json, "holdUntil", order.holdUntil());
    time(json, "placedAt", order.placedAt());
    time(json, "acceptedAt", order.createdAt());
    time(json, "updatedAt", order.updatedAt());
    json.writeEndObject();
  }

  static byte[] stock(StockRow row) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", row.tenant());
          json.writeStringField("sku", row.sku());
          json.writeNumberField("available", row.available());
          json.writeNumberField("reserved", row.reserved());
          if (row.lowStockAt() != null) {
            json.writeNumberField("lowStockAt", row.lowStockAt());
          }
          json.writeNumberField("version", row.version());
          time(json, "updatedAt", row.updatedAt());
          json.writeEndObject();
        });
  }

  static byte[] product(Product product) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", product.key().tenant());
          json.writeStringField("sku", product.key().sku());
          json.writeStringField("name", product.content().name());
          if (!product.content().category().isEmpty()) {
            json.writeStringField("category", product.content().category());
          }
          json.writeObjectFieldStart("attributes");
          for (var attribute : product.content().attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
          }
          json.writeEndObject();
          json.writeNumberField("version", product.version());
          time(json, "createdAt", product.createdAt());
          time(json, "updatedAt", product.updatedAt());
          json.writeEndObject();
        });
  }

  static byte[] adjustment(SettledAdjustment row, String reference) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("adjustmentId", row.id().toString());
          json.writeStringField("tenant", row.tenant());
          json.writeStringField("sku", row.sku());
          json.writeStringField("reference", reference);
          json.writeNumberField("delta", row.delta());
          json.writeStringField("status", row.outcome().name());
          String why = why(row.outcome());
          if (why != null) {
            json.writeStringField("detail", why);
          }
          json.writeNumberField("availableAfter", row.availableAfter());
          json.writeNumberField("reservedAfter", row.reservedAfter());
          time(json, "settledAt", row.at());
          if (!row.conflicts().isEmpty()) {
            json.writeArrayFieldStart("conflicts");
            for (SettledAdjustment.Conflict conflict : row.conflicts()) {
              json.writeStartObject();
              json.writeNumberField("delta", conflict.delta());
              time(json, "settledAt", conflict.at());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  /** Why no unit moved, or null when they did. */
  private static @Nullable String why(MovementOutcome outcome) {
    return switch (outcome) {
      case NOT_AVAILABLE -> "Not applied: it would remove units that are reserved or not there.";
      case OUT_OF_RANGE -> "Not applied: the sum would be more than a SKU can have.";
      default -> null;
    };
  }

  private static void raw(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeFieldName(name);
      json.writeRawValue(text);
    }
  }

  /** Rows keep each change's time as its event has it, with nanoseconds. */
  private static void history(JsonGenerator json, @Nullable String text) throws IOException {
    if (text == null) {
      return;
    }
    JsonNode changes = MAPPER.readTree(text);
    for (JsonNode change : changes) {
      if (change instanceof ObjectNode members && change.path("at").isTextual()) {
        members.put("at", Timestamps.text(Instant.parse(members.get("at").textValue())));
      }
    }
    json.writeFieldName("history");
    MAPPER.writeTree(json, changes);
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, Timestamps.text(time));
    }
  }
}
