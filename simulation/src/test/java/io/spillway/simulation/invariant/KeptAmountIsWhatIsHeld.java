package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;
import java.util.Map;

/** What an order says it kept is the sum of its lines that were not refused, while it has them. */
final class KeptAmountIsWhatIsHeld implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    facts.events().values().stream().flatMap(List::stream).forEach(this::check);
  }

  private void check(OrderEvent event) {
    boolean keeps =
        event.getStatus() == OrderStatus.RESERVED
            || event.getStatus() == OrderStatus.CONFIRMED
            || event.getStatus() == OrderStatus.FULFILLED;
    long due = keeps ? amount(event, HoldsMatchTheStatus.keptLines(event)) : 0;
    if (event.getKeptAmount() != due) {
      throw StoreFacts.violated(this, "not " + due + " but " + event);
    }
  }

  private static long amount(OrderEvent event, Map<Integer, Integer> kept) {
    long sum = 0;
    for (Map.Entry<Integer, Integer> line : kept.entrySet()) {
      sum += line.getValue() * event.getOrder().getLines(line.getKey()).getUnitAmount();
    }
    return sum;
  }
}
