package io.spillway.order.core;

import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.List;

/** What one message means for one order. */
public sealed interface Step {
  /**
   * The order moved on: keep the state, publish the events, send the commands, all or none.
   *
   * @param events in the order of their versions
   * @param commands each for the inventory partition that its group names
   */
  record Advanced(OrderState.Known state, List<OrderEvent> events, List<InventoryCommand> commands)
      implements Step {
    public Advanced {
      events = List.copyOf(events);
      commands = List.copyOf(commands);
    }

    /** A change that nobody else needs to hear of. */
    static Advanced quietly(OrderState.Known state) {
      return new Advanced(state, List.of(), List.of());
    }
  }

  /** Seen before; nothing to do. */
  record Duplicate() implements Step {}

  /** A known order's id with another body; the first one stands. */
  record Conflict() implements Step {}

  /** Cannot follow from anything the saga asked for; a person should look at it. */
  record Unexpected(String why) implements Step {}
}
