package io.spillway.ingest.core;

import io.spillway.schemas.orders.v1.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Orders for tests. */
public final class TestOrders {
  /** When they are taken. */
  public static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");

  private TestOrders() {}

  /** A line. */
  public static OrderLine line(String sku, int quantity, long unitAmount) {
    return OrderLine.newBuilder()
        .setSku(sku)
        .setQuantity(quantity)
        .setUnitAmount(unitAmount)
        .build();
  }

  /** An order of one line of a customer. */
  public static ValidOrder order(String customerId) {
    return order("default", customerId, "GBP", new TreeMap<>(), null, line("A", 6, 255));
  }

  /** An order. */
  public static ValidOrder order(
      String tenant,
      String customerId,
      String currency,
      SortedMap<String, String> attributes,
      @Nullable Instant placedAt,
      OrderLine... lines) {
    long total = 0;
    for (OrderLine line : lines) {
      total += line.getQuantity() * line.getUnitAmount();
    }
    return new ValidOrder(
        null,
        tenant,
        customerId,
        currency,
        List.of(lines),
        attributes,
        placedAt,
        null,
        false,
        total);
  }

  /** The same order with a hold and the leave to keep a part. */
  public static ValidOrder with(
      ValidOrder order, @Nullable Duration holdFor, boolean allowPartial) {
    return new ValidOrder(
        order.idempotencyKey(),
        order.tenant(),
        order.customerId(),
        order.currency(),
        order.lines(),
        order.attributes(),
        order.placedAt(),
        holdFor,
        allowPartial,
        order.totalAmount());
  }

  /** An order that is taken under a key, a second later for each try. */
  public static Acceptance accepted(String customerId, String key, int attempt) {
    return Acceptance.of(order(customerId), key, NOW.plusSeconds(attempt));
  }
}
