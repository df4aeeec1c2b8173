package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;

/** Nobody waits for ever: every order is decided, and no hold outlives its deadline. */
final class EveryAcceptedOrderSettles implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    for (String id : facts.accepted().keySet()) {
      List<OrderEvent> events = facts.events().getOrDefault(id, List.of());
      OrderStatus status = events.isEmpty() ? null : events.getLast().getStatus();
      if (status != OrderStatus.CONFIRMED
          && (status == null || !OrderStatuses.isTerminal(status))) {
        throw StoreFacts.violated(this, id + " rests as " + status);
      }
    }
  }
}
