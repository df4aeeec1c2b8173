package io.spillway.operate.core;

import com.google.protobuf.Message;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.topics.Topic;
import java.util.Optional;

/** Which message the values of a topic are. */
public final class TopicMessages {
  private TopicMessages() {}

  /** An empty one; none for topics whose values are no protobuf. */
  public static Optional<Message> example(Topic topic) {
    return switch (topic) {
      case ORDERS_INTAKE -> Optional.of(OrderIntake.getDefaultInstance());
      case ORDERS_COMMANDS -> Optional.of(OrderCommand.getDefaultInstance());
      case ORDERS_COMMAND_RESULTS -> Optional.of(CommandResult.getDefaultInstance());
      case ORDERS_REJECTS -> Optional.of(OrderReject.getDefaultInstance());
      case ORDERS_EVENTS -> Optional.of(OrderEvent.getDefaultInstance());
      case INVENTORY_COMMANDS -> Optional.of(InventoryCommand.getDefaultInstance());
      case INVENTORY_OUTCOMES -> Optional.of(InventoryOutcome.getDefaultInstance());
      case INVENTORY_AVAILABILITY -> Optional.of(Availability.getDefaultInstance());
      case CDC_ORDERS, CDC_STOCK, CDC_STOCK_MOVEMENTS, CDC_PRODUCTS ->
          Optional.of(RowChange.getDefaultInstance());
      default -> Optional.empty();
    };
  }
}
