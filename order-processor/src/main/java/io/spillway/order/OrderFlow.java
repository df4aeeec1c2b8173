package io.spillway.order;

import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.Step;
import io.spillway.order.core.Step.Advanced;
import io.spillway.order.port.OrderOutput;
import io.spillway.order.port.OrderStates;
import java.time.Instant;

/** One message: find the order, decide, keep the new state, say what follows. Single-threaded. */
public final class OrderFlow {
  private final OrderSaga saga;
  private final OrderStates states;
  private final OrderOutput output;

  /** A flow over a store and an output that commit together. */
  public OrderFlow(OrderSaga saga, OrderStates states, OrderOutput output) {
    this.saga = saga;
    this.states = states;
    this.output = output;
  }

  /** Takes one message and answers what it meant; throws only what the ports throw. */
  public Step take(OrderMessage message, Instant now) {
    Step step = decide(states.find(message.orderId()), message, now);
    if (step instanceof Advanced advanced) {
      states.put(message.orderId(), advanced.state());
      advanced.events().forEach(output::publish);
      advanced.commands().forEach(output::send);
    }
    return step;
  }

  /** A message the saga chokes on would do so every time, and hold up its partition for ever. */
  private Step decide(OrderState state, OrderMessage message, Instant now) {
    try {
      return saga.decide(state, message, now);
    } catch (RuntimeException e) {
      return new Step.Unexpected("the saga failed: " + e);
    }
  }
}
