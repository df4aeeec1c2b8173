package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;

/** What has ended stays as it is, and nothing moves but along the listed ways. */
final class OnlyListedTransitions implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    for (List<OrderEvent> events : facts.events().values()) {
      for (int i = 1; i < events.size(); i++) {
        OrderStatus before = events.get(i - 1).getStatus();
        OrderStatus after = events.get(i).getStatus();
        if (!OrderStatuses.canBecome(before, after)) {
          throw StoreFacts.violated(
              this, events.get(i).getOrderId() + " went from " + before + " to " + after);
        }
      }
    }
  }
}
