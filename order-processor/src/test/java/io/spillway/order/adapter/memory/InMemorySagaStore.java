package io.spillway.order.adapter.memory;

import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderState;
import io.spillway.order.port.SagaStore;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The saga's store in maps; whoever drives the saga asks what is due. */
public final class InMemorySagaStore implements SagaStore {
  private static final OrderState ABSENT = new OrderState.Absent();

  private final Map<String, OrderState> states = new HashMap<>();
  private final TreeSet<HoldEnded> deadlines =
      new TreeSet<>(Comparator.comparing(HoldEnded::deadline).thenComparing(HoldEnded::orderId));
  private final Map<Topic, Long> nextCommand = new EnumMap<>(Topic.class);

  @Override
  public OrderState find(String orderId) {
    return states.getOrDefault(orderId, ABSENT);
  }

  @Override
  public void put(String orderId, OrderState.Known state) {
    states.put(orderId, state);
  }

  @Override
  public void startTimer(String orderId, Instant deadline) {
    deadlines.add(new HoldEnded(orderId, deadline));
  }

  @Override
  public void stopTimer(String orderId, Instant deadline) {
    deadlines.remove(new HoldEnded(orderId, deadline));
  }

  @Override
  public long nextCommand(Topic source) {
    return nextCommand.getOrDefault(source, 0L);
  }

  @Override
  public void decidedUpTo(Topic source, long next) {
    nextCommand.put(source, next);
  }

  /** The earliest deadline. */
  public Optional<Instant> nextTimer() {
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
