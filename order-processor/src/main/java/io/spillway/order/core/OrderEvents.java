package io.spillway.order.core;

import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.HoldExtended;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCancelled;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderExpired;
import io.spillway.schemas.orders.v1.OrderFulfilled;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderReserved;
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

  static OrderEvent entered(Known state, Order order, List<LineRefusal> refusals) {
    OrderEvent.Builder event = event(state, order, refusals);
    switch (state.status()) {
      case RESERVING -> event.setCreated(OrderCreated.getDefaultInstance());
      case RESERVED -> event.setReserved(OrderReserved.getDefaultInstance());
      case CONFIRMED -> event.setConfirmed(OrderConfirmed.getDefaultInstance());
      case REJECTED ->
          event.setRejected(OrderRejected.newBuilder().addAllRefusals(event.getRefusalsList()));
      case CANCELLED ->
          event.setCancelled(OrderCancelled.newBuilder().setReason(state.history().lastReason()));
      case EXPIRED -> event.setExpired(OrderExpired.getDefaultInstance());
      case FULFILLED -> event.setFulfilled(OrderFulfilled.getDefaultInstance());
      case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no event of " + state.status());
    }
    return event.build();
  }

  static OrderEvent extended(Reserved state) {
    return event(state, state.order(), state.refusals())
        .setHoldExtended(HoldExtended.getDefaultInstance())
        .build();
  }

  private static OrderEvent.Builder event(Known state, Order order, List<LineRefusal> refusals) {
    OrderHistory history = state.history();
    OrderEvent.Builder event =
        OrderEvent.newBuilder()
            .setOrderId(order.getOrderId())
            .setVersion(history.version())
            .setStatus(state.status())
            .setOccurredAt(Times.timestamp(history.changedAt()))
            .setOrder(order)
            .addAllRefusals(LineRefusals.sorted(refusals))
            .addAllHistory(history.history());
    switch (state.status()) {
      case RESERVED, CONFIRMED, FULFILLED ->
          event.setKeptAmount(LineRefusals.keptAmount(order, refusals));
      default -> {
        // Nothing is held, or not yet for sure.
      }
    }
    if (state instanceof Reserved reserved) {
      event.setHoldUntil(Times.timestamp(reserved.holdUntil()));
    }
    return event;
  }
}
