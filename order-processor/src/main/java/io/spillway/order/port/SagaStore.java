package io.spillway.order.port;

import io.spillway.order.core.OrderState;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;

/**
 * What the saga of one partition remembers: states, deadlines and how far commands are decided.
 * Used by one thread; what is written can be read at once, and commits with what is said.
 */
public interface SagaStore {
  /** The state of an order, {@link OrderState.Absent} when it was never put. */
  OrderState find(String orderId);

  void put(String orderId, OrderState.Known state);

  /**
   * Begins to count a deadline; an order has at most one. Once it has passed, the order is to be
   * handed its {@code HoldEnded}.
   */
  void startTimer(String orderId, Instant deadline);

  /** Forgets a deadline; one that is not counted is no fault. */
  void stopTimer(String orderId, Instant deadline);

  /** The first offset of the topic's commands that has not been decided; 0 at the beginning. */
  long nextCommand(Topic source);

  /** Every command of the topic before this offset has been decided. */
  void decidedUpTo(Topic source, long nextCommand);
}
