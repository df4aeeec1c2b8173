package io.spillway.ingest.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;

/** Events of orders. */
public final class TestEvents {
  public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private TestEvents() {}

  /** That an order was created; {@code minute} after noon. */
  public static OrderEvent created(String tenant, String key, int minute) {
    return event(tenant, key, 1, minute)
        .setStatus(OrderStatus.RESERVING)
        .setCreated(OrderCreated.getDefaultInstance())
        .build();
  }

  /** That it was confirmed; {@code minute} after noon. */
  public static OrderEvent confirmed(String tenant, String key, int minute) {
    return event(tenant, key, 2, minute)
        .setStatus(OrderStatus.CONFIRMED)
        .setConfirmed(OrderConfirmed.getDefaultInstance())
        .build();
  }

  private static OrderEvent.Builder event(String tenant, String key, long version, int minute) {
    RoutedId id = RoutedId.ofOrder(tenant, "c-" + key, key);
    return OrderEvent.newBuilder()
        .setOrderId(id.toString())
        .setVersion(version)
        .setOccurredAt(Times.timestamp(NOON.plusSeconds(60L * minute)))
        .setOrder(
            Order.newBuilder()
                .setOrderId(id.toString())
                .setTenant(tenant)
                .setCustomerId("c-" + key)
                .setCurrency("EUR")
                .setTotalAmount(990)
                .addLines(
                    OrderLine.newBuilder().setSku("MUG-1").setQuantity(1).setUnitAmount(990)));
  }
}
