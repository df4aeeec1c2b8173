package io.spillway.cdc.core;

import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.ProductsTable;
import io.spillway.schemas.tables.StockTable;
import io.spillway.schemas.topics.Topic;
import org.jspecify.annotations.Nullable;

/** A table whose rows are published, and the topic that they go to. */
public enum CapturedTable {
  ORDERS(OrdersTable.TABLE.name(), Topic.CDC_ORDERS),
  STOCK(StockTable.TABLE.name(), Topic.CDC_STOCK),
  STOCK_MOVEMENT(MovementTable.TABLE.name(), Topic.CDC_STOCK_MOVEMENTS),
  PRODUCTS(ProductsTable.TABLE.name(), Topic.CDC_PRODUCTS);

  private final String tableName;
  private final Topic topic;

  CapturedTable(String tableName, Topic topic) {
    this.tableName = tableName;
    this.topic = topic;
  }

  public String tableName() {
    return tableName;
  }

  public Topic topic() {
    return topic;
  }

  /** The table of a name, or null when it is not captured. */
  public static @Nullable CapturedTable named(String tableName) {
    for (CapturedTable table : values()) {
      if (table.tableName.equals(tableName)) {
        return table;
      }
    }
    return null;
  }
}
