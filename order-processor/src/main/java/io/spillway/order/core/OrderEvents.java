package io.spillway.order.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public events of an order; each carries the whole order. */
public final class OrderEvents {
  private OrderEvents() {}

  /** The newest event of each order, in order of first appearance. */
  public static List<OrderEvent> newestPerOrder(Collection<OrderEvent> events) {
    Map<String, OrderEvent> newest = new LinkedHashMap<>();
    for (OrderEvent event : events) {
      newest.merge(event.getOrderId(), event, (a, b) -> b.getVersion() > a.getVersion() ? b : a);
    }
    return new ArrayList<>(newest.values());
  }

  static OrderEvent created(long version, Order order, Instant now) {
    return event(version, OrderStatus.RESERVING, order, now)
        .setCreated(OrderCreated.getDefaultInstance())
        .build();
  }

  static OrderEvent confirmed(long version, Order order, Instant now) {
    return event(version, OrderStatus.CONFIRMED, order, now)
        .setConfirmed(OrderConfirmed.getDefaultInstance())
        .build();
  }

  static OrderEvent rejected(long version, Order order, List<LineRefusal> refusals, Instant now) {
    return event(version, OrderStatus.REJECTED, order, now)
        .setRejected(OrderRejected.newBuilder().addAllRefusals(refusals))
        .build();
  }

  private static OrderEvent.Builder event(
      long version, OrderStatus status, Order order, Instant now) {
    return OrderEvent.newBuilder()
        .setOrderId(order.getOrderId())
        .setVersion(version)
        .setStatus(status)
        .setOccurredAt(Times.timestamp(now))
        .setOrder(order);
  }
}
