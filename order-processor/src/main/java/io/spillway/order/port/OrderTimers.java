package io.spillway.order.port;

import java.time.Instant;

/**
 * The deadlines of orders, kept with the states. Whoever keeps them hands each order its {@code
 * HoldEnded} once its deadline has passed, and forgets the deadline then. Used by one thread.
 */
public interface OrderTimers {
  /** Begins to count a deadline; an order has at most one. */
  void start(String orderId, Instant deadline);

  /** Forgets a deadline; one that is not counted is no fault. */
  void stop(String orderId, Instant deadline);
}
