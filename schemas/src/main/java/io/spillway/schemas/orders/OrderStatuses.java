package io.spillway.schemas.orders;

import static io.spillway.schemas.orders.v1.OrderStatus.CANCELLED;
import static io.spillway.schemas.orders.v1.OrderStatus.CONFIRMED;
import static io.spillway.schemas.orders.v1.OrderStatus.EXPIRED;
import static io.spillway.schemas.orders.v1.OrderStatus.FULFILLED;
import static io.spillway.schemas.orders.v1.OrderStatus.REJECTED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVING;

import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The listed statuses of an order and the transitions between them. The saga's states allow the
 * same by their types; who judges the saga goes by this list. Pure and thread-safe.
 */
public final class OrderStatuses {
  private static final Map<OrderStatus, Set<OrderStatus>> NEXT =
      Map.of(
          RESERVING, EnumSet.of(RESERVED, CONFIRMED, REJECTED, CANCELLED),
          // RESERVED again, when a hold was extended.
          RESERVED, EnumSet.of(RESERVED, CONFIRMED, CANCELLED, EXPIRED),
          CONFIRMED, EnumSet.of(CANCELLED, FULFILLED));

  private static final Set<OrderStatus> TERMINAL =
      EnumSet.of(REJECTED, CANCELLED, EXPIRED, FULFILLED);

  private OrderStatuses() {}

  /** Whether an order in such a status never changes again. */
  public static boolean isTerminal(OrderStatus status) {
    return TERMINAL.contains(status);
  }

  /** The same of a status as rows name it; a name that nobody knows is not terminal. */
  public static boolean isTerminal(String status) {
    return TERMINAL.stream().anyMatch(terminal -> terminal.name().equals(status));
  }

  /** Whether an order's next event may have that status. */
  public static boolean canBecome(OrderStatus from, OrderStatus to) {
    return NEXT.getOrDefault(from, Set.of()).contains(to);
  }
}
