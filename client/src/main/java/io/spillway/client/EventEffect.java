package io.spillway.client;

import io.micrometer.core.instrument.Timer;
import io.spillway.client.port.EventHandler;
import io.spillway.client.port.Sequences;
import io.spillway.client.port.TransactionalEventHandler;
import io.spillway.client.port.TransactionalSequences;
import io.spillway.schemas.orders.v1.OrderEvent;

/** Handles an event unless it was handled before. */
@FunctionalInterface
interface EventEffect {
  /** Answers whether the handler did its work now; false for a duplicate. */
  boolean apply(EventWork work, OrderEvent event) throws Exception;

  /** Handled first and noted then: once more when the process ends between the two. */
  static EventEffect atLeastOnce(
      Sequences sequences, EventHandler handler, SubscriptionMetrics metrics) {
    return (work, event) -> {
      boolean duplicate = event.getVersion() <= sequences.handled(work.key());
      if (!duplicate) {
        timed(metrics, () -> handler.handle(event));
      }
      sequences.handled(work.key(), event.getVersion(), work.firstOffset());
      return !duplicate;
    };
  }

  /** Handled and noted in one transaction. */
  static EventEffect inTransaction(
      TransactionalSequences sequences,
      TransactionalEventHandler handler,
      SubscriptionMetrics metrics) {
    return (work, event) ->
        sequences.handleOnce(
            work.key(),
            event.getVersion(),
            work.firstOffset(),
            connection -> timed(metrics, () -> handler.handle(connection, event)));
  }

  /** What a handler does. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  private static void timed(SubscriptionMetrics metrics, Call call) throws Exception {
    Timer.Sample sample = Timer.start();
    try {
      call.run();
    } finally {
      sample.stop(metrics.handler);
    }
  }
}
