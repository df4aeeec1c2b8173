package io.spillway.order.adapter.mysql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.StatusChange;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The JSON columns of an order row. Stateless and thread-safe. */
final class OrderJson {
  private static final JsonFactory JSON = new JsonFactory();

  private OrderJson() {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** {@code [{"sku","quantity","unitAmount"}]}, in the order's own line order. */
  static String lines(List<OrderLine> lines) {
    return text(
        json -> {
          json.writeStartArray();
          for (OrderLine line : lines) {
            json.writeStartObject();
            json.writeStringField("sku", line.getSku());
            json.writeNumberField("quantity", line.getQuantity());
            json.writeNumberField("unitAmount", line.getUnitAmount());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** One object; the same attributes make the same text. */
  static String attributes(Map<String, String> attributes) {
    return text(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> entry : new java.util.TreeMap<>(attributes).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
          }
          json.writeEndObject();
        });
  }

  /** {@code [{"line","sku","reason","requested","available"}]}. */
  static String reasons(List<LineRefusal> refusals) {
    return text(
        json -> {
          json.writeStartArray();
          for (LineRefusal refusal : refusals) {
            json.writeStartObject();
            json.writeNumberField("line", refusal.getLine());
            json.writeStringField("sku", refusal.getSku());
            json.writeStringField("reason", refusal.getReason().name());
            json.writeNumberField("requested", refusal.getRequested());
            json.writeNumberField("available", refusal.getAvailable());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** {@code [{"version","status","at","reason"}]}, oldest first; times are ISO 8601. */
  static String history(List<StatusChange> changes) {
    return text(
        json -> {
          json.writeStartArray();
          for (StatusChange change : changes) {
            json.writeStartObject();
            json.writeNumberField("version", change.getVersion());
            json.writeStringField("status", change.getStatus().name());
            json.writeStringField("at", Times.instant(change.getAt()).toString());
            json.writeStringField("reason", change.getReason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
