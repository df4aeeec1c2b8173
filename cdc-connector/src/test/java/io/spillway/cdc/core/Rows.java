package io.spillway.cdc.core;

import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as Debezium gives them, for tests. */
public final class Rows {
  public static final RoutedId ORDER = RoutedId.ofOrder("default", "customer-1", "key-1");
  public static final Instant PLACED = Instant.parse("2026-11-01T10:15:30.123Z");
  public static final RowOrigin ORIGIN =
      new RowOrigin(
          "mysql-0",
          "spillway_0",
          "uuid:7",
          "binlog.000002",
          1234,
          3,
          PLACED.plusSeconds(1),
          false);

  private Rows() {}

  /** A change of a row with these columns. */
  public static RowChangeInput change(
      String table, RowOperation operation, Map<String, @Nullable Object> columns) {
    return new RowChangeInput(table, operation, row(columns), ORIGIN);
  }

  public static Map<String, @Nullable Object> order() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("order_id", ORDER.toBytes());
    row.put("slot", (short) ORDER.slot());
    row.put("tenant", "default");
    row.put("customer_id", "customer-1");
    row.put("status", "CONFIRMED");
    row.put("version", 2L);
    row.put("currency", "GBP");
    row.put("total_amount", 9_000_000_000L);
    row.put("line_count", 1);
    row.put("lines", "[{\"sku\": \"A B\", \"quantity\": 2, \"unitAmount\": 50}]");
    row.put("attributes", "{}");
    row.put("reasons", null);
    row.put("hold_until", null);
    row.put("placed_at", PLACED.toEpochMilli());
    row.put("created_at", PLACED.plusMillis(1).toEpochMilli());
    row.put("updated_at", PLACED.plusMillis(2).toEpochMilli());
    row.put("kept_amount", 9_000_000_000L);
    row.put("history", "[{\"version\": 1, \"status\": \"RESERVING\"}]");
    return row;
  }

  public static Map<String, @Nullable Object> stock() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("tenant", "default");
    row.put("sku", "85123A");
    row.put("slot", (short) 4095);
    row.put("available", 10);
    row.put("reserved", 4);
    row.put("version", 5L);
    row.put("updated_at", PLACED.toEpochMilli());
    row.put("low_stock_at", 12);
    return row;
  }

  public static Map<String, @Nullable Object> movement() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("ref", ORDER.toBytes());
    row.put("line", (short) 0);
    row.put("kind", (short) 1);
    row.put("slot", (short) 2048);
    row.put("tenant", "default");
    row.put("sku", "85123A");
    row.put("quantity", 2);
    row.put("outcome", (short) 0);
    row.put("available_after", 8);
    row.put("reserved_after", 6);
    row.put("reference", null);
    row.put("at", PLACED.toEpochMilli());
    return row;
  }

  public static Map<String, @Nullable Object> product() {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("tenant", "default");
    row.put("sku", "85123A");
    row.put("slot", (short) 4095);
    row.put("name", "Mug");
    row.put("category", "Kitchen");
    row.put("attributes", "{\"colour\": \"red\"}");
    row.put("version", 3L);
    row.put("created_at", PLACED.toEpochMilli());
    row.put("updated_at", PLACED.plusMillis(1).toEpochMilli());
    return row;
  }

  private static ChangedRow row(Map<String, @Nullable Object> columns) {
    return new ChangedRow() {
      @Override
      public @Nullable Object value(String column) {
        return columns.get(column);
      }

      @Override
      public String asJson() {
        return columns.toString();
      }
    };
  }
}
