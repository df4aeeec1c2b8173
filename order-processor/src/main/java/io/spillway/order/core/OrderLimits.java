package io.spillway.order.core;

import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an order must be like for everything behind the saga to be able to hold it. The API refuses
 * such an order politely; this is the second lock, for records that came another way.
 */
public final class OrderLimits {
  private static final int MAX_LINES = 2_000;
  private static final int MAX_FAULTS = 5;
  private static final int MAX_SKU_CHARS = 64;
  private static final int MAX_TENANT_CHARS = 64;
  private static final int MAX_CUSTOMER_CHARS = 128;
  private static final int CURRENCY_CHARS = 3;

  /** More than the other limits allow; state and events hold the whole order in 4 MiB. */
  private static final int MAX_BYTES = 1 << 20;

  private OrderLimits() {}

  /** The first few faults, for an operator; empty when there is none. */
  public static List<String> faults(Order order) {
    List<String> faults = new ArrayList<>();
    int bytes = order.getSerializedSize();
    check(faults, bytes <= MAX_BYTES, "has " + bytes + " bytes, not at most " + MAX_BYTES);
    length(faults, "tenant", order.getTenant(), 1, MAX_TENANT_CHARS);
    length(faults, "customer_id", order.getCustomerId(), 1, MAX_CUSTOMER_CHARS);
    length(faults, "currency", order.getCurrency(), CURRENCY_CHARS, CURRENCY_CHARS);
    check(faults, order.hasPlacedAt(), "placed_at is missing");
    check(faults, order.hasAcceptedAt(), "accepted_at is missing");
    hold(faults, order);
    int lines = order.getLinesCount();
    check(faults, lines >= 1 && lines <= MAX_LINES, "has " + lines + " lines, not 1.." + MAX_LINES);
    for (int i = 0; i < lines && faults.size() < MAX_FAULTS; i++) {
      OrderLine line = order.getLines(i);
      length(faults, "lines[" + i + "].sku", line.getSku(), 1, MAX_SKU_CHARS);
      check(faults, line.getQuantity() >= 1, "lines[" + i + "].quantity = " + line.getQuantity());
      check(
          faults,
          line.getUnitAmount() >= 0,
          "lines[" + i + "].unit_amount = " + line.getUnitAmount());
    }
    return faults;
  }

  private static void hold(List<String> faults, Order order) {
    if (!order.hasHoldFor()) {
      return;
    }
    try {
      Duration hold = Holds.of(order);
      check(
          faults,
          hold.isPositive() && hold.compareTo(Holds.MAX) <= 0,
          "hold_for = " + hold + ", not more than nothing and at most " + Holds.MAX);
    } catch (IllegalArgumentException e) {
      faults.add("hold_for: " + e.getMessage());
    }
  }

  /** Counts code points, as the columns do. */
  private static void length(List<String> faults, String field, String value, int min, int max) {
    int length = value.codePointCount(0, value.length());
    check(
        faults,
        length >= min && length <= max,
        field + " has " + length + " characters, not " + min + ".." + max);
  }

  private static void check(List<String> faults, boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
