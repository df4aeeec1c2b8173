package io.spillway.verify.core;

import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;

/** An order is terminal, confirmed, or held until a time that is still to come. */
public final class SettledAtRest implements Invariant.OfOrder {
  /** A hold's timer may fire this much late. */
  static final Duration GRACE = Duration.ofSeconds(30);

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String claim() {
    return "every order has exactly one settled status";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return order.row != null || order.events > 0;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    OrderStatus status = order.row == null ? order.status : order.row.status();
    long holdUntil = order.row == null ? 0 : order.row.holdUntil();
    return switch (status) {
      case CONFIRMED, REJECTED, CANCELLED, EXPIRED, FULFILLED -> "";
      case RESERVED -> {
        if (order.row != null && holdUntil == 0) {
          yield "is RESERVED without an end of its hold";
        }
        yield order.row == null || holdUntil + GRACE.toMillis() > moment.now()
            ? ""
            : "is RESERVED past the end of its hold";
      }
      default -> "is " + status + " at rest";
    };
  }
}
