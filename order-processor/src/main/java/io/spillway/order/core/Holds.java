package io.spillway.order.core;

import io.spillway.schemas.orders.v1.Order;
import java.time.Duration;

/** How long stock may wait for a confirmation. */
final class Holds {
  /** A hold ends at the latest so long after the reservation. */
  static final Duration MAX = Duration.ofDays(30);

  private Holds() {}

  /** What the order asks for; meaningless when it asks for none. */
  static Duration of(Order order) {
    return duration(order.getHoldFor());
  }

  /** Throws {@link IllegalArgumentException} when it is longer than a duration can be. */
  static Duration duration(com.google.protobuf.Duration duration) {
    try {
      return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a duration of " + duration.getSeconds() + " s is out of range", e);
    }
  }
}
