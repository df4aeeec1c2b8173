package io.spillway.order;

import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.Decision;
import io.spillway.order.core.Decision.Advanced;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.Timer;
import io.spillway.order.port.OrderOutput;
import io.spillway.order.port.SagaStore;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;

/**
 * One message: find the order, decide, keep the new state, say what follows. Single-threaded.
 *
 * @param store commits together with {@code output}
 * @param window follows what the flow does
 */
public record OrderFlow(
    OrderSaga saga, SagaStore store, OrderOutput output, AdmissionWindow window) {
  /** Takes one message and answers what it meant; throws only what the ports throw. */
  public Decision take(OrderMessage message, Instant now) {
    return take(store.find(message.orderId()), message, now);
  }

  private Decision take(OrderState state, OrderMessage message, Instant now) {
    String orderId = message.orderId();
    Decision step = decide(state, message, now);
    switch (step) {
      case Advanced advanced -> {
        carryOut(orderId, advanced);
        window.advanced(message, advanced.state(), now);
      }
      case Decision.Answered answered -> output.answer(answered.result());
      case Decision.Conflict conflict -> output.reject(conflict.reject());
      case Decision.Deferred _, Decision.Duplicate _, Decision.Unexpected _ -> {}
    }
    return step;
  }

  /**
   * Takes the command at an offset of its partition, once. One that was refused could be legal by
   * now, but its shop was told no: delivered again, by a replay, it changes nothing. The topic's
   * offsets tell it from a new one.
   *
   * <p>Whether there is no such order, or it has not been read yet, only the intake can tell: a
   * command that comes before its order is deferred, unless it is from the intake.
   */
  public Decision take(OrderMessage.Command command, Topic source, long offset, Instant now) {
    if (offset < store.nextCommand(source)) {
      return new Decision.Duplicate();
    }
    store.decidedUpTo(source, offset + 1);
    OrderState state = store.find(command.orderId());
    if (source != Topic.ORDERS_INTAKE && state instanceof OrderState.Absent) {
      return new Decision.Deferred();
    }
    return take(state, command, now);
  }

  private void carryOut(String orderId, Advanced step) {
    store.put(orderId, step.state());
    step.events().forEach(output::publish);
    step.commands().forEach(output::send);
    for (Timer timer : step.timers()) {
      switch (timer) {
        case Timer.Start(Instant deadline) -> store.startTimer(orderId, deadline);
        case Timer.Stop(Instant deadline) -> store.stopTimer(orderId, deadline);
      }
    }
    if (step.result() != null) {
      output.answer(step.result());
    }
  }

  /** A message the saga chokes on would do so every time, and hold up its partition for ever. */
  private Decision decide(OrderState state, OrderMessage message, Instant now) {
    try {
      return saga.decide(state, message, now);
    } catch (RuntimeException e) {
      return new Decision.Unexpected("the saga failed: " + e);
    }
  }
}
