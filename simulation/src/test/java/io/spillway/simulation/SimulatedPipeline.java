package io.spillway.simulation;

import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.order.core.OrderMessage;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.simulation.invariant.StoreFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is durable: the topics, the ledger and the order rows. Crashes leave it as it is.
 * {@link #now} is the one clock.
 */
final class SimulatedPipeline {
  static final Partitioning PARTITIONING = new Partitioning(2, 4, 4);

  final Log<OrderMessage> intake = new Log<>(PARTITIONING.orderPartitions());
  final Log<OrderMessage> commands = new Log<>(PARTITIONING.orderPartitions());
  final Log<InventoryCommand> inventory = new Log<>(PARTITIONING.inventoryPartitions());
  final Log<OrderMessage> outcomes = new Log<>(PARTITIONING.orderPartitions());
  final Log<OrderEvent> events = new Log<>(PARTITIONING.orderPartitions());
  final Log<CommandResult> results = new Log<>(PARTITIONING.orderPartitions());
  final Log<OrderReject> rejects = new Log<>(PARTITIONING.orderPartitions());

  final Map<MovementKey, Movement> movements = new HashMap<>();
  final Map<StockKey, StockLevel> stock = new HashMap<>();
  final Map<String, OrderEvent> rows = new HashMap<>();

  /** Orders that a shop was told are taken. */
  final Map<String, OrderMessage.Submitted> accepted = new LinkedHashMap<>();

  /** Steps that the saga set aside as impossible, in words. */
  final List<String> setAside = new ArrayList<>();

  Instant now = Instant.parse("2026-11-20T12:00:00Z");

  static int orderPartition(String orderId) {
    return PARTITIONING.partition(Topic.ORDERS_INTAKE, RoutedId.parse(orderId).slot());
  }

  static int stockPartition(StockKey key) {
    return PARTITIONING.partition(Topic.INVENTORY_COMMANDS, key.slot());
  }

  /** Every event of an order, in the order of the topic. */
  Map<String, List<OrderEvent>> eventsByOrder() {
    Map<String, List<OrderEvent>> byOrder = new LinkedHashMap<>();
    events
        .all()
        .forEach(e -> byOrder.computeIfAbsent(e.getOrderId(), _ -> new ArrayList<>()).add(e));
    return byOrder;
  }

  /** A copy of what can be seen from outside. */
  StoreFacts facts() {
    Map<String, Order> orders = new LinkedHashMap<>();
    accepted.forEach((id, message) -> orders.put(id, message.order()));
    return new StoreFacts(
        orders,
        eventsByOrder(),
        results.all().toList(),
        Map.copyOf(movements),
        Map.copyOf(stock),
        Map.copyOf(rows),
        List.copyOf(setAside),
        now);
  }
}
