package io.spillway.order.core;

import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Reserved;
import java.time.Instant;
import java.util.List;

/** A deadline of an order that begins or ends to count. An order has at most one. */
public sealed interface Timer {
  /** From this time on the order is to hear {@link OrderMessage.HoldEnded}. */
  record Start(Instant deadline) implements Timer {}

  /** The deadline counts no more. */
  record Stop(Instant deadline) implements Timer {}

  /** What changes between two states: only a reserved order has a deadline, the end of its hold. */
  static List<Timer> between(OrderState before, Known after) {
    boolean was = before instanceof Reserved;
    boolean is = after instanceof Reserved;
    if (!was && !is) {
      return List.of();
    }
    if (!was) {
      return List.of(new Start(((Reserved) after).holdUntil()));
    }
    Instant old = ((Reserved) before).holdUntil();
    if (!is) {
      return List.of(new Stop(old));
    }
    Instant next = ((Reserved) after).holdUntil();
    return next.equals(old) ? List.of() : List.of(new Stop(old), new Start(next));
  }
}
