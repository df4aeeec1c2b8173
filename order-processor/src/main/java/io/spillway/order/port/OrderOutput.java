package io.spillway.order.port;

import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;

/**
 * Where the saga speaks. What one message causes becomes visible together with the order's new
 * state, or not at all.
 */
public interface OrderOutput {
  void publish(OrderEvent event);

  /** Asks something of the inventory group that the command names. */
  void send(InventoryCommand command);

  void answer(CommandResult result);

  /** Tells of a submission that is not taken, as another order has its id. */
  void reject(OrderReject reject);
}
