package io.spillway.order.core;

import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.routing.SlotMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits an order's lines by the inventory partition of their SKUs: all lines of one partition
 * travel in one command.
 *
 * @param inventoryPartitions of {@code inventory.commands.v1}
 */
public record LinesByPartition(int inventoryPartitions) {
  /** Lines by group, both ascending; a SKU that occurs twice stays two lines of one group. */
  SortedMap<Integer, List<ReservationLine>> split(Order order) {
    SortedMap<Integer, List<ReservationLine>> groups = new TreeMap<>();
    for (int index = 0; index < order.getLinesCount(); index++) {
      OrderLine line = order.getLines(index);
      int slot = SlotMap.stockSlot(order.getTenant(), line.getSku());
      groups
          .computeIfAbsent(SlotMap.partition(slot, inventoryPartitions), _ -> new ArrayList<>())
          .add(
              ReservationLine.newBuilder()
                  .setLine(index)
                  .setSku(line.getSku())
                  .setQuantity(line.getQuantity())
                  .build());
    }
    return groups;
  }
}
