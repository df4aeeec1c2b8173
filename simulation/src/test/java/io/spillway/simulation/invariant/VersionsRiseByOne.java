package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.List;

/** An order's events are numbered 1, 2, 3 and so on, and each history ends with its own event. */
final class VersionsRiseByOne implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    for (List<OrderEvent> events : facts.events().values()) {
      for (int i = 0; i < events.size(); i++) {
        OrderEvent event = events.get(i);
        int last = event.getHistoryCount() - 1;
        if (event.getVersion() != i + 1
            || last != i
            || event.getHistory(last).getStatus() != event.getStatus()) {
          throw StoreFacts.violated(this, "event " + (i + 1) + " is " + event);
        }
      }
    }
  }
}
