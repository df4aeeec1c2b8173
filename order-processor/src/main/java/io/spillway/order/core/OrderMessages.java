package io.spillway.order.core;

import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderIntake;

/**
 * The records of the saga's topics as messages. Throws {@link IllegalArgumentException} on what
 * cannot be one; whether an order itself is possible is for {@link OrderLimits} to say.
 */
public final class OrderMessages {
  private static final int MAX_COMMAND_ID_CHARS = 128;
  private static final int MAX_REASON_CHARS = 200;

  private OrderMessages() {}

  /** A record of {@code orders.intake.v1}. */
  public static OrderMessage of(OrderIntake intake) {
    return switch (intake.getMessageCase()) {
      case SUBMIT ->
          new OrderMessage.Submitted(
              intake.getSubmit().getOrder(), intake.getSubmit().getFingerprint());
      case COMMAND -> of(intake.getCommand());
      case MESSAGE_NOT_SET ->
          throw new IllegalArgumentException("an intake message of no known type");
    };
  }

  /** A record of {@code inventory.outcomes.v1}. */
  public static OrderMessage.Outcome of(InventoryOutcome outcome) {
    String orderId = outcome.getOrderId();
    int group = outcome.getGroup();
    return switch (outcome.getOutcomeCase()) {
      case RESERVED ->
          new OrderMessage.GroupReserved(orderId, group, outcome.getReserved().getRefusalsList());
      case REFUSED ->
          new OrderMessage.GroupRefused(orderId, group, outcome.getRefused().getRefusalsList());
      case RELEASED -> new OrderMessage.GroupReleased(orderId, group);
      case FULFILLED -> new OrderMessage.GroupFulfilled(orderId, group);
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("an outcome of no known type");
    };
  }

  /** A record of {@code orders.commands.v1}. */
  public static OrderMessage.Command of(OrderCommand command) {
    OrderMessage.Action action = action(command);
    return command.getTenantsCount() == 0
        ? action
        : new OrderMessage.TenantCommand(action, command.getTenantsList());
  }

  private static OrderMessage.Action action(OrderCommand command) {
    String orderId = command.getOrderId();
    String commandId = command.getCommandId();
    length("command_id", commandId, 1, MAX_COMMAND_ID_CHARS);
    return switch (command.getCommandCase()) {
      case CONFIRM -> new OrderMessage.Confirm(orderId, commandId);
      case CANCEL -> {
        String reason = command.getCancel().getReason();
        length("cancel.reason", reason, 0, MAX_REASON_CHARS);
        yield new OrderMessage.Cancel(orderId, commandId, reason);
      }
      case FULFIL -> new OrderMessage.Fulfil(orderId, commandId);
      case EXTEND ->
          new OrderMessage.ExtendHold(
              orderId, commandId, Holds.duration(command.getExtend().getBy()));
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("a command of no known type");
    };
  }

  private static void length(String field, String value, int min, int max) {
    // Code points, for that is what people count as characters.
    int chars = value.codePointCount(0, value.length());
    if (chars < min || chars > max) {
      throw new IllegalArgumentException(
          field + " has " + chars + " characters, not " + min + ".." + max);
    }
  }
}
