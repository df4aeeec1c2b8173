package io.spillway.client.port;

import io.spillway.schemas.orders.v1.OrderEvent;

/**
 * What a subscriber does with an event. Called by several threads, for one event of an order at a
 * time, in the order of its versions. An event can come more than once: after a failure, and when
 * the process ended before its position was committed.
 */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles one event, and returns once it is done.
   *
   * @throws Exception when it failed: it is tried again, or becomes a dead letter
   */
  void handle(OrderEvent event) throws Exception;
}
