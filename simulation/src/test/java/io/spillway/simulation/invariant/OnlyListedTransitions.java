package io.spillway.simulation.invariant;

import static io.spillway.schemas.orders.v1.OrderStatus.CANCELLED;
import static io.spillway.schemas.orders.v1.OrderStatus.CONFIRMED;
import static io.spillway.schemas.orders.v1.OrderStatus.EXPIRED;
import static io.spillway.schemas.orders.v1.OrderStatus.FULFILLED;
import static io.spillway.schemas.orders.v1.OrderStatus.REJECTED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVING;

import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has ended stays as it is, and nothing moves but along the listed ways. */
final class OnlyListedTransitions implements Invariant {
  private static final Map<OrderStatus, Set<OrderStatus>> LISTED =
      Map.of(
          RESERVING, Set.of(RESERVED, CONFIRMED, REJECTED, CANCELLED),
          RESERVED, Set.of(RESERVED, CONFIRMED, CANCELLED, EXPIRED),
          CONFIRMED, Set.of(CANCELLED, FULFILLED));

  @Override
  public void check(StoreFacts facts) {
    for (List<OrderEvent> events : facts.events().values()) {
      for (int i = 1; i < events.size(); i++) {
        OrderStatus before = events.get(i - 1).getStatus();
        OrderStatus after = events.get(i).getStatus();
        if (!LISTED.getOrDefault(before, Set.of()).contains(after)) {
          throw StoreFacts.violated(
              this, events.get(i).getOrderId() + " went from " + before + " to " + after);
        }
      }
    }
  }
}
