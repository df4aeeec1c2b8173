package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.MovementOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON form of rows. */
final class Rows {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Rows() {}

  static byte[] order(OrderRow row) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", row.getOrderId());
          json.writeStringField("tenant", row.getTenant());
          json.writeStringField("customerId", row.getCustomerId());
          progress(json, row);
          raw(json, "lines", row.getLinesJson());
          raw(json, "attributes", row.getAttributesJson());
          raw(json, "refusals", row.getReasonsJson());
          history(json, row.getHistoryJson());
          times(json, row);
          json.writeEndObject();
        });
  }

  /** Server-sent events of an order's versions behind one. */
  static byte[] events(OrderRow row, long after) throws IOException {
    SortedMap<Long, JsonNode> changes = new TreeMap<>();
    for (JsonNode change : MAPPER.readTree(row.getHistoryJson())) {
      changes.put(change.path("version").asLong(), change);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    changes
        .tailMap(after + 1)
        .forEach(
            (version, change) -> {
              out.writeBytes(("id: " + version + "\ndata: ").getBytes(UTF_8));
              out.writeBytes(event(row, change));
              out.writeBytes("\n\n".getBytes(UTF_8));
            });
    return out.toByteArray();
  }

  /** One line, as an event's data has to be. */
  private static byte[] event(OrderRow row, JsonNode change) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", row.getOrderId());
          json.writeNumberField("version", change.path("version").asLong());
          json.writeStringField("status", change.path("status").asText());
          if (change.path("at").isTextual()) {
            time(json, "at", Instant.parse(change.path("at").asText()));
          }
          if (!change.path("reason").asText().isEmpty()) {
            json.writeStringField("reason", change.path("reason").asText());
          }
          json.writeEndObject();
        });
  }

  static byte[] page(List<OrderRow> orders, @Nullable String next) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("orders");
          for (OrderRow order : orders) {
            summary(json, order);
          }
          json.writeEndArray();
          if (next != null) {
            json.writeStringField("next", next);
          }
          json.writeEndObject();
        });
  }

  private static void summary(JsonGenerator json, OrderRow order) throws IOException {
    json.writeStartObject();
    json.writeStringField("orderId", order.getOrderId());
    progress(json, order);
    json.writeNumberField("lineCount", order.getLineCount());
    times(json, order);
    json.writeEndObject();
  }

  private static void progress(JsonGenerator json, OrderRow order) throws IOException {
    json.writeStringField("status", order.getStatus());
    json.writeNumberField("version", order.getVersion());
    json.writeStringField("currency", order.getCurrency());
    json.writeNumberField("totalAmount", order.getTotalAmount());
    json.writeNumberField("keptAmount", order.getKeptAmount());
  }

  private static void times(JsonGenerator json, OrderRow order) throws IOException {
    if (order.hasHoldUntil()) {
      time(json, "holdUntil", Times.instant(order.getHoldUntil()));
    }
    time(json, "placedAt", Times.instant(order.getPlacedAt()));
    time(json, "acceptedAt", Times.instant(order.getCreatedAt()));
    time(json, "updatedAt", Times.instant(order.getUpdatedAt()));
  }

  static byte[] stock(StockRow row) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", row.getTenant());
          json.writeStringField("sku", row.getSku());
          json.writeNumberField("available", row.getAvailable());
          json.writeNumberField("reserved", row.getReserved());
          if (row.hasLowStockAt()) {
            json.writeNumberField("lowStockAt", row.getLowStockAt());
          }
          json.writeNumberField("version", row.getVersion());
          time(json, "updatedAt", Times.instant(row.getUpdatedAt()));
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

  private static void raw(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeFieldName(name);
      json.writeRawValue(text);
    }
  }

  /** Rows keep each change's time as its event has it, with nanoseconds. */
  private static void history(JsonGenerator json, String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    JsonNode changes = MAPPER.readTree(text);
    for (JsonNode change : changes) {
      if (change instanceof ObjectNode members && change.path("at").isTextual()) {
        members.put("at", Times.text(Instant.parse(members.get("at").textValue())));
      }
    }
    json.writeFieldName("history");
    MAPPER.writeTree(json, changes);
  }

  private static void time(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, Times.text(time));
  }
}
