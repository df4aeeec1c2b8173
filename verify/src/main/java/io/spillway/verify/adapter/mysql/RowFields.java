package io.spillway.verify.adapter.mysql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.RowReads;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Rows as the API should answer them, read from their shards without the API's code. */
public final class RowFields implements RowReads {
  private static final JsonMapper JSON = new JsonMapper();

  private final ShardRows rows;

  public RowFields(Backends backends) {
    this.rows = new ShardRows(backends);
  }

  @Override
  public Map<String, Map<String, String>> orders(Collection<String> ids)
      throws UnavailableException {
    Map<String, Map<String, String>> orders = new HashMap<>();
    for (OrderRow row : rows.orders(ids)) {
      Map<String, String> fields = new HashMap<>();
      fields.put("orderId", row.getOrderId());
      fields.put("tenant", row.getTenant());
      fields.put("customerId", row.getCustomerId());
      fields.put("status", row.getStatus());
      fields.put("version", Long.toString(row.getVersion()));
      fields.put("currency", row.getCurrency());
      fields.put("totalAmount", Long.toString(row.getTotalAmount()));
      fields.put("keptAmount", Long.toString(row.getKeptAmount()));
      json(fields, "lines", row.getLinesJson());
      attributes(fields, row.getAttributesJson());
      json(fields, "refusals", row.getReasonsJson());
      json(fields, "history", row.getHistoryJson());
      if (row.hasHoldUntil()) {
        fields.put("holdUntil", time(row.getHoldUntil()));
      }
      fields.put("placedAt", time(row.getPlacedAt()));
      fields.put("acceptedAt", time(row.getCreatedAt()));
      fields.put("updatedAt", time(row.getUpdatedAt()));
      orders.put(row.getOrderId(), fields);
    }
    return orders;
  }

  @Override
  public Map<String, Map<String, String>> stock(Collection<String> keys)
      throws UnavailableException {
    Map<String, Map<String, String>> stock = new HashMap<>();
    for (StockRow row : rows.stock(keys)) {
      Map<String, String> fields = new HashMap<>();
      fields.put("tenant", row.getTenant());
      fields.put("sku", row.getSku());
      fields.put("available", Long.toString(row.getAvailable()));
      fields.put("reserved", Long.toString(row.getReserved()));
      if (row.hasLowStockAt()) {
        fields.put("lowStockAt", Long.toString(row.getLowStockAt()));
      }
      fields.put("version", Long.toString(row.getVersion()));
      fields.put("updatedAt", time(row.getUpdatedAt()));
      stock.put(RowKeys.stock(row.getTenant(), row.getSku()), fields);
    }
    return stock;
  }

  private static String time(Timestamp time) {
    return Times.text(Times.instant(time));
  }

  /** Each under its name, for an encrypted one is answered in clear. */
  private static void attributes(Map<String, String> fields, String column) {
    try {
      OrderRowJson.readAttributes(column)
          .forEach((name, value) -> fields.put("attributes/" + name, value));
    } catch (IllegalArgumentException e) {
      fields.put("attributes", column);
    }
  }

  /** A column that is no JSON, or has no times where it should, is compared as it is. */
  private static void json(Map<String, String> fields, String name, String column) {
    if (!column.isEmpty()) {
      try {
        JsonNode json = JSON.readTree(column);
        if (name.equals("history")) {
          cutToMillis(json);
        }
        fields.put(name, json.toString());
      } catch (JsonProcessingException | DateTimeException e) {
        fields.put(name, column);
      }
    }
  }

  /** Rows keep the times of changes as events have them; the API answers milliseconds. */
  private static void cutToMillis(JsonNode history) {
    for (JsonNode change : history) {
      if (change instanceof ObjectNode fields) {
        fields.put("at", Times.text(Instant.parse(change.path("at").asText())));
      }
    }
  }
}
