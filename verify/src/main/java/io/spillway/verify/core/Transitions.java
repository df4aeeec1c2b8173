package io.spillway.verify.core;

import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.EnumSet;
import java.util.Set;

/** The listed transitions of an order, written down a second time on purpose. */
final class Transitions {
  private Transitions() {}

  static boolean allowed(OrderStatus from, OrderStatus to) {
    return next(from).contains(to);
  }

  /** An order in such a status never changes again. */
  static boolean terminal(OrderStatus status) {
    return switch (status) {
      case REJECTED, CANCELLED, EXPIRED, FULFILLED -> true;
      default -> false;
    };
  }

  private static Set<OrderStatus> next(OrderStatus from) {
    return switch (from) {
      case RESERVING ->
          EnumSet.of(
              OrderStatus.RESERVED,
              OrderStatus.CONFIRMED,
              OrderStatus.REJECTED,
              OrderStatus.CANCELLED);
      case RESERVED ->
          EnumSet.of(
              // A hold was extended.
              OrderStatus.RESERVED,
              OrderStatus.CONFIRMED,
              OrderStatus.CANCELLED,
              OrderStatus.EXPIRED);
      case CONFIRMED -> EnumSet.of(OrderStatus.CANCELLED, OrderStatus.FULFILLED);
      default -> EnumSet.noneOf(OrderStatus.class);
    };
  }
}
