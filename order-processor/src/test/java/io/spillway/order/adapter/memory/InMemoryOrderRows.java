package io.spillway.order.adapter.memory;

import io.spillway.order.port.OrderRows;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Order rows of a test: the newest event of each order. */
public final class InMemoryOrderRows implements OrderRows {
  private record Key(int shard, String orderId) {}

  private final Map<Key, OrderEvent> rows = new ConcurrentHashMap<>();

  @Override
  public void upsert(int shard, List<OrderEvent> events) {
    for (OrderEvent event : events) {
      rows.merge(
          new Key(shard, event.getOrderId()),
          event,
          (old, next) -> next.getVersion() > old.getVersion() ? next : old);
    }
  }

  /** What the row was made of. */
  public Optional<OrderEvent> find(int shard, String orderId) {
    return Optional.ofNullable(rows.get(new Key(shard, orderId)));
  }
}
