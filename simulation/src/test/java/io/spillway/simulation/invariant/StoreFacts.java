package io.spillway.simulation.invariant;

import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.tables.MovementKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be seen from outside.
 *
 * @param accepted orders that shops were told are taken
 * @param events of each order, as they were published
 * @param results of commands, as they were published
 * @param setAside messages that the saga took for impossible
 */
public record StoreFacts(
    Map<String, Order> accepted,
    Map<String, List<OrderEvent>> events,
    List<CommandResult> results,
    Map<MovementKey, Movement> movements,
    Map<StockKey, StockLevel> stock,
    Map<String, OrderEvent> rows,
    List<String> setAside,
    Instant now) {
  /** Units of each line that the ledger holds for an order now; lines that hold none are absent. */
  Map<Integer, Integer> held(String orderId) {
    Map<Integer, Integer> held = new TreeMap<>();
    for (Movement movement : movements.values()) {
      if (movement.outcome().code() == 0 && movement.key().ref().toString().equals(orderId)) {
        int sign = movement.key().kind() == MovementKind.RESERVE ? 1 : -1;
        held.merge(movement.key().line(), sign * movement.quantity(), Integer::sum);
      }
    }
    held.values().removeIf(units -> units == 0);
    return held;
  }

  static AssertionError violated(Invariant invariant, String what) {
    return new AssertionError(invariant.getClass().getSimpleName() + ": " + what);
  }
}
