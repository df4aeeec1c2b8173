package io.spillway.simulation;

import io.spillway.order.core.OrderMessage;
import io.spillway.schemas.inventory.v1.InventoryCommand;

/** Messages as a trace names them. */
final class TraceFormat {
  private static final int SHORT_ID = 13;

  private TraceFormat() {}

  static String of(OrderMessage message) {
    String what =
        switch (message) {
          case OrderMessage.Submitted _ -> "Submitted";
          case OrderMessage.Outcome outcome ->
              outcome.getClass().getSimpleName() + " " + outcome.group();
          case OrderMessage.Command command ->
              command.getClass().getSimpleName() + " " + command.commandId();
          case OrderMessage.HoldEnded ended -> "HoldEnded " + ended.deadline();
        };
    return message.orderId().substring(0, SHORT_ID) + " " + what;
  }

  /** The inventory partition that a command of an order, or an adjustment, goes to. */
  static int group(InventoryCommand command) {
    return switch (command.getCommandCase()) {
      case RESERVE -> command.getReserve().getGroup();
      case RELEASE -> command.getRelease().getGroup();
      case FULFIL -> command.getFulfil().getGroup();
      case ADJUST, COMMAND_NOT_SET ->
          throw new IllegalArgumentException("no command of an order: " + command);
    };
  }
}
