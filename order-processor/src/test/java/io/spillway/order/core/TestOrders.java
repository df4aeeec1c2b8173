package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Orders whose lines lie in chosen groups. */
public final class TestOrders {
  public static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");
  public static final ByteString FINGERPRINT = ByteString.copyFromUtf8("fingerprint");
  private static final String TENANT = "acme";

  private TestOrders() {}

  /** A SKU of a group, the n-th found. */
  public static String sku(int group, int n, int partitions) {
    int found = 0;
    for (int i = 0; ; i++) {
      String sku = "SKU-" + i;
      if (SlotMap.partition(SlotMap.stockSlot(TENANT, sku), partitions) == group && found++ == n) {
        return sku;
      }
    }
  }

  /** An order of one line a SKU: quantities 1, 2, 3 and so on, 100 for each unit. */
  public static Order order(String customer, String key, List<String> skus) {
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(RoutedId.ofOrder(TENANT, customer, key).toString())
            .setTenant(TENANT)
            .setCustomerId(customer)
            .setCurrency("GBP")
            .putAttributes("channel", "web")
            .setPlacedAt(Times.timestamp(NOON.minusSeconds(60)))
            .setAcceptedAt(Times.timestamp(NOON.minusSeconds(1)));
    long total = 0;
    for (int i = 0; i < skus.size(); i++) {
      order.addLines(
          OrderLine.newBuilder().setSku(skus.get(i)).setQuantity(i + 1).setUnitAmount(100));
      total += (i + 1) * 100L;
    }
    return order.setTotalAmount(total).build();
  }

  /** The same order, waiting so long for a confirmation. */
  public static Order held(Order order, Duration holdFor) {
    return order.toBuilder()
        .setHoldFor(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(holdFor.getSeconds())
                .setNanos(holdFor.getNano()))
        .build();
  }

  /** The trail of an order that went this way; each change a second after the one before. */
  public static OrderHistory history(OrderStatus... way) {
    OrderHistory history = OrderHistory.first(TENANT, FINGERPRINT, NOON);
    for (OrderStatus status : way) {
      history = history.changed(status, history.changedAt().plusSeconds(1), "");
    }
    return history;
  }

  public static Submitted submitted(Order order) {
    return new Submitted(order, FINGERPRINT);
  }

  public static LineRefusal soldOut(int line, String sku) {
    return LineRefusal.newBuilder()
        .setLine(line)
        .setSku(sku)
        .setReason(RefusalReason.SOLD_OUT)
        .setRequested(line + 1)
        .setAvailable(0)
        .build();
  }
}
