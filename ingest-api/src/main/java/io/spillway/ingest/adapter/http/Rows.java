package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spillway.ingest.port.OrderRow;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockRow;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON form of rows. */
final class Rows {
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
          raw(json, "lines", row.linesJson());
          raw(json, "attributes", row.attributesJson());
          raw(json, "reasons", row.reasonsJson());
          time(json, "holdUntil", row.holdUntil());
          time(json, "placedAt", row.placedAt());
          time(json, "acceptedAt", row.createdAt());
          time(json, "updatedAt", row.updatedAt());
          json.writeEndObject();
        });
  }

  static byte[] stock(StockRow row) {
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", row.tenant());
          json.writeStringField("sku", row.sku());
          json.writeNumberField("available", row.available());
          json.writeNumberField("reserved", row.reserved());
          json.writeNumberField("version", row.version());
          time(json, "updatedAt", row.updatedAt());
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
          json.writeNumberField("availableAfter", row.availableAfter());
          json.writeNumberField("reservedAfter", row.reservedAfter());
          time(json, "settledAt", row.at());
          json.writeEndObject();
        });
  }

  private static void raw(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeFieldName(name);
      json.writeRawValue(text);
    }
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, time.toString());
    }
  }
}
