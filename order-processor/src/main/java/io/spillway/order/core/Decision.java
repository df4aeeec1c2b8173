package io.spillway.order.core;

import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one message means for one order. */
public sealed interface Decision {
  /**
   * The order moved on: keep the state, publish the events, send the commands, mind the timers, and
   * answer; all or none.
   *
   * @param events in the order of their versions
   * @param commands each for the inventory partition that its group names
   * @param result the answer, when a command was what moved the order, or came too late
   */
  record Advanced(
      OrderState.Known state,
      List<OrderEvent> events,
      List<InventoryCommand> commands,
      List<Timer> timers,
      @Nullable CommandResult result)
      implements Decision {
    public Advanced {
      events = List.copyOf(events);
      commands = List.copyOf(commands);
      timers = List.copyOf(timers);
    }

    /** A change that nobody else needs to hear of. */
    static Advanced quietly(OrderState.Known state) {
      return new Advanced(state, List.of(), List.of(), List.of(), null);
    }

    /** A change that the event tells. */
    static Advanced changed(
        OrderState before, OrderState.Known after, OrderEvent event, List<InventoryCommand> sent) {
      return new Advanced(after, List.of(event), sent, Timer.between(before, after), null);
    }

    /** The same, and the answer to the command; an applied one is remembered. */
    Advanced answering(CommandResult answer, boolean remember) {
      return new Advanced(
          remember ? state.answered(answer) : state, events, commands, timers, answer);
    }
  }

  /**
   * A command that changes nothing.
   *
   * @param repeated it was applied before, and this is what it was answered then
   */
  record Answered(CommandResult result, boolean repeated) implements Decision {}

  /**
   * A command that came before its order, or whose order does not exist. It is to be appended to
   * the intake, where it comes after every order that was accepted before it, and decided there.
   */
  record Deferred() implements Decision {}

  /** Seen before; nothing to do. */
  record Duplicate() implements Decision {}

  /** A known order's id with another body; the first one stands. */
  record Conflict(OrderReject reject) implements Decision {}

  /** Cannot follow from anything the saga asked for; a person should look at it. */
  record Unexpected(String why) implements Decision {}
}
