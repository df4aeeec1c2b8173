package io.spillway.client.core;

import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which events a handler gets. Must be pure: the same event is asked about again after a retry. */
@FunctionalInterface
public interface OrderFilter extends Predicate<OrderEvent> {
  /** Every event. */
  static OrderFilter all() {
    return event -> true;
  }

  /** Events after which the order has one of these statuses; an extended hold is RESERVED too. */
  static OrderFilter status(OrderStatus first, OrderStatus... others) {
    Set<OrderStatus> statuses = new HashSet<>(List.of(others));
    statuses.add(first);
    return event -> statuses.contains(event.getStatus());
  }

  /** Events of one kind of change, such as {@code HOLD_EXTENDED}. */
  static OrderFilter change(OrderEvent.ChangeCase first, OrderEvent.ChangeCase... others) {
    Set<OrderEvent.ChangeCase> changes = new HashSet<>(List.of(others));
    changes.add(first);
    return event -> changes.contains(event.getChangeCase());
  }

  /** Events of the orders of these tenants. */
  static OrderFilter tenant(String first, String... others) {
    Set<String> tenants = new HashSet<>(List.of(others));
    tenants.add(first);
    return event -> tenants.contains(event.getOrder().getTenant());
  }

  /** Events that both take. */
  default OrderFilter and(OrderFilter other) {
    return event -> test(event) && other.test(event);
  }

  /** Events that one of the two takes. */
  default OrderFilter or(OrderFilter other) {
    return event -> test(event) || other.test(event);
  }

  /** Events that this one does not take. */
  @Override
  default OrderFilter negate() {
    return event -> !test(event);
  }
}
