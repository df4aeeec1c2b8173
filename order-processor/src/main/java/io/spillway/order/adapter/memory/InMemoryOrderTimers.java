package io.spillway.order.adapter.memory;

import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.port.OrderTimers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Deadlines in order; whoever drives the saga asks what is due. Not thread-safe. */
public final class InMemoryOrderTimers implements OrderTimers {
  private final TreeSet<HoldEnded> deadlines =
      new TreeSet<>(Comparator.comparing(HoldEnded::deadline).thenComparing(HoldEnded::orderId));

  @Override
  public void start(String orderId, Instant deadline) {
    deadlines.add(new HoldEnded(orderId, deadline));
  }

  @Override
  public void stop(String orderId, Instant deadline) {
    deadlines.remove(new HoldEnded(orderId, deadline));
  }

  /** The earliest deadline. */
  public Optional<Instant> next() {
    return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.getFirst().deadline());
  }

  /** What to hand to the saga now, earliest first; forgotten with this. */
  public List<HoldEnded> takeDue(Instant now) {
    List<HoldEnded> due = new ArrayList<>();
    while (!deadlines.isEmpty() && !deadlines.getFirst().deadline().isAfter(now)) {
      due.add(deadlines.removeFirst());
    }
    return due;
  }
}
