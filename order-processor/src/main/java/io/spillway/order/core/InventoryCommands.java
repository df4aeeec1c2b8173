package io.spillway.order.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.FulfilLines;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReleaseLines;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.orders.v1.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** What the saga asks of the inventory: all lines of a group, whether held or not. */
record InventoryCommands(LinesByPartition groups) {
  private interface Command {
    void of(int group, List<ReservationLine> lines, InventoryCommand.Builder command);
  }

  List<InventoryCommand> reserve(
      Order order, SortedMap<Integer, List<ReservationLine>> lines, Instant now) {
    return each(
        PartitionSet.of(lines.keySet()),
        lines,
        now,
        (group, own, command) ->
            command.setReserve(
                ReserveLines.newBuilder()
                    .setOrderId(order.getOrderId())
                    .setTenant(order.getTenant())
                    .setGroup(group)
                    .setAllowPartial(order.getAllowPartial())
                    .addAllLines(own)));
  }

  List<InventoryCommand> release(Order order, PartitionSet of, Instant now) {
    return of.isEmpty()
        ? List.of()
        : each(
            of,
            groups.split(order),
            now,
            (group, own, command) ->
                command.setRelease(
                    ReleaseLines.newBuilder()
                        .setOrderId(order.getOrderId())
                        .setTenant(order.getTenant())
                        .setGroup(group)
                        .addAllLines(own)));
  }

  List<InventoryCommand> fulfil(Order order, PartitionSet of, Instant now) {
    return each(
        of,
        groups.split(order),
        now,
        (group, own, command) ->
            command.setFulfil(
                FulfilLines.newBuilder()
                    .setOrderId(order.getOrderId())
                    .setTenant(order.getTenant())
                    .setGroup(group)
                    .addAllLines(own)));
  }

  private static List<InventoryCommand> each(
      PartitionSet of,
      SortedMap<Integer, List<ReservationLine>> lines,
      Instant now,
      Command command) {
    List<InventoryCommand> commands = new ArrayList<>();
    for (int group : of) {
      InventoryCommand.Builder builder =
          InventoryCommand.newBuilder().setIssuedAt(Times.timestamp(now));
      command.of(group, Objects.requireNonNull(lines.get(group), "a group has lines"), builder);
      commands.add(builder.build());
    }
    return commands;
  }
}
