package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A confirmed order holds exactly the lines it was not refused; one that has ended holds none. */
final class HoldsMatchTheStatus implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    for (List<OrderEvent> events : facts.events().values()) {
      OrderEvent last = events.getLast();
      Map<Integer, Integer> held = facts.held(last.getOrderId());
      Map<Integer, Integer> due =
          last.getStatus() == OrderStatus.CONFIRMED ? keptLines(last) : Map.of();
      if (!held.equals(due)) {
        throw StoreFacts.violated(
            this,
            last.getOrderId() + " is " + last.getStatus() + " and holds " + held + ", not " + due);
      }
    }
  }

  static Map<Integer, Integer> keptLines(OrderEvent event) {
    Order order = event.getOrder();
    Map<Integer, Integer> kept = new TreeMap<>();
    for (int i = 0; i < order.getLinesCount(); i++) {
      kept.put(i, order.getLines(i).getQuantity());
    }
    for (LineRefusal refusal : event.getRefusalsList()) {
      kept.remove(refusal.getLine());
    }
    return kept;
  }
}
