package io.spillway.order.port;

import io.spillway.schemas.orders.v1.OrderEvent;
import java.sql.SQLException;
import java.util.List;

/** The order rows of every shard. Thread-safe over different shards. */
public interface OrderRows {
  /**
   * Makes each row what its order was at the event's version, unless the row is as new already; in
   * one transaction. {@code created_at} is the time the order was accepted and never changes.
   * Repeating it changes nothing.
   *
   * @param shard the shard that owns the slots of all these orders
   * @param events at most one of each order
   */
  void upsert(int shard, List<OrderEvent> events) throws SQLException;
}
