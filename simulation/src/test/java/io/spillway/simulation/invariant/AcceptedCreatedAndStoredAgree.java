package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.List;
import java.util.Map;

/** The accepted orders, those with events and those with rows are the same; rows are up to date. */
final class AcceptedCreatedAndStoredAgree implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    if (!facts.accepted().keySet().equals(facts.events().keySet())
        || !facts.accepted().keySet().equals(facts.rows().keySet())) {
      throw StoreFacts.violated(
          this,
          facts.accepted().size()
              + " accepted, "
              + facts.events().size()
              + " created, "
              + facts.rows().size()
              + " stored");
    }
    for (Map.Entry<String, List<OrderEvent>> order : facts.events().entrySet()) {
      OrderEvent first = order.getValue().getFirst();
      if (!first.getOrder().equals(facts.accepted().get(order.getKey()))) {
        throw StoreFacts.violated(
            this, order.getKey() + " is not the order that was accepted first");
      }
      if (!order.getValue().getLast().equals(facts.rows().get(order.getKey()))) {
        throw StoreFacts.violated(this, order.getKey() + " has a row of another version");
      }
    }
  }
}
