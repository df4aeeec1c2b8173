package io.spillway.order;

import io.spillway.order.core.OrderEvents;
import io.spillway.order.port.OrderRows;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.sql.SQLException;
import java.util.List;

/** One batch of a shard's events: the newest of each order becomes its row. Thread-safe. */
public record OrderStoreFlow(OrderRows rows) {
  /** Writes the batch; safe to repeat, whole or in part. */
  public void store(int shard, List<OrderEvent> events) throws SQLException {
    rows.upsert(shard, OrderEvents.newestPerOrder(events));
  }
}
