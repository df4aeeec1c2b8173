package io.spillway.order.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReleaseLines;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.orders.v1.Order;
import java.time.Instant;
import java.util.List;

/** What the saga asks of the inventory. */
final class InventoryCommands {
  private InventoryCommands() {}

  static InventoryCommand reserve(
      Order order, int group, List<ReservationLine> lines, Instant now) {
    return InventoryCommand.newBuilder()
        .setIssuedAt(Times.timestamp(now))
        .setReserve(
            ReserveLines.newBuilder()
                .setOrderId(order.getOrderId())
                .setTenant(order.getTenant())
                .setGroup(group)
                .addAllLines(lines))
        .build();
  }

  static InventoryCommand release(
      Order order, int group, List<ReservationLine> lines, Instant now) {
    return InventoryCommand.newBuilder()
        .setIssuedAt(Times.timestamp(now))
        .setRelease(
            ReleaseLines.newBuilder()
                .setOrderId(order.getOrderId())
                .setTenant(order.getTenant())
                .setGroup(group)
                .addAllLines(lines))
        .build();
  }
}
