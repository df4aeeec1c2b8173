package io.spillway.ingest.core;

import io.spillway.access.core.Tenants;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.CancelOrder;
import io.spillway.schemas.orders.v1.ConfirmOrder;
import io.spillway.schemas.orders.v1.ExtendHold;
import io.spillway.schemas.orders.v1.FulfilOrder;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One command to one order.
 *
 * @param commandId names it among those of its order: the saga answers the same id the same, once
 *     it was applied
 * @param tenants whose orders the caller may change
 */
public record IssuedCommand(
    RoutedId orderId, String commandId, OrderAction action, Tenants tenants, Instant issuedAt) {
  /** Hexadecimal digits of a command id: 128 bits, among at most a few dozen per order. */
  private static final int ID_LENGTH = 32;

  /**
   * A command whose id follows from order, verb and key; without a key from order and verb alone,
   * so that each is given once.
   */
  public static IssuedCommand of(
      RoutedId orderId,
      OrderAction action,
      @Nullable String key,
      Tenants tenants,
      Instant issuedAt) {
    Sha256 digest = new Sha256();
    digest.text(orderId.toString());
    digest.text(action.verb());
    if (key != null) {
      digest.text(key);
    }
    if (!tenants.all()) {
      // Without them a stranger's command would have the id of the owner's, and share its answer.
      digest.text(tenants.toString());
    }
    return new IssuedCommand(orderId, digest.hex(ID_LENGTH), action, tenants, issuedAt);
  }

  /** What goes into the log. */
  public OrderCommand message() {
    OrderCommand.Builder message =
        OrderCommand.newBuilder()
            .setOrderId(orderId.toString())
            .setCommandId(commandId)
            .setIssuedAt(Times.timestamp(issuedAt))
            .addAllTenants(tenants.names());
    switch (action) {
      case OrderAction.Confirm() -> message.setConfirm(ConfirmOrder.getDefaultInstance());
      case OrderAction.Cancel(var reason) ->
          message.setCancel(CancelOrder.newBuilder().setReason(reason));
      case OrderAction.Fulfil() -> message.setFulfil(FulfilOrder.getDefaultInstance());
      case OrderAction.Extend(var by) ->
          message.setExtend(ExtendHold.newBuilder().setBy(Durations.message(by)));
    }
    return message.build();
  }
}
