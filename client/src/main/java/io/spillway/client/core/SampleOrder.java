package io.spillway.client.core;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.HoldExtended;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCancelled;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderExpired;
import io.spillway.schemas.orders.v1.OrderFulfilled;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderReserved;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.orders.v1.StatusChange;
import io.spillway.schemas.routing.RoutedId;
import java.util.ArrayList;
import java.util.List;

/**
 * An order for tests that goes through its life: each call makes the next event as the pipeline
 * publishes it, a minute after the one before, and refuses what the pipeline never does. The same
 * calls make the same bytes. For one thread.
 */
public final class SampleOrder {
  // 2010-12-01T12:00:00Z.
  private static final long FIRST_SECOND = 1_291_204_800;
  private static final long SECONDS_BETWEEN = 60;
  private static final long HOLD_SECONDS = 900;

  private final Order order;
  private final List<StatusChange> history = new ArrayList<>();
  private OrderStatus status = OrderStatus.ORDER_STATUS_UNSPECIFIED;
  private long heldUntil;

  private SampleOrder(Order order) {
    this.order = order;
  }

  /**
   * An order of two lines, 1,995 minor units of EUR in all.
   *
   * @param number tells the orders of a tenant apart
   */
  public static SampleOrder of(String tenant, int number) {
    return new SampleOrder(order(tenant, number).build());
  }

  /** The same, which waits for a quarter of an hour to be confirmed. */
  public static SampleOrder held(String tenant, int number) {
    return new SampleOrder(
        order(tenant, number).setHoldFor(Duration.newBuilder().setSeconds(HOLD_SECONDS)).build());
  }

  private static Order.Builder order(String tenant, int number) {
    String customer = "customer-" + number;
    Timestamp placed = Timestamp.newBuilder().setSeconds(FIRST_SECOND).build();
    return Order.newBuilder()
        .setOrderId(RoutedId.ofOrder(tenant, customer, "sample-" + number).toString())
        .setTenant(tenant)
        .setCustomerId(customer)
        .setCurrency("EUR")
        .addLines(OrderLine.newBuilder().setSku("MUG-1").setQuantity(2).setUnitAmount(500))
        .addLines(OrderLine.newBuilder().setSku("TEA-2").setQuantity(1).setUnitAmount(995))
        .putAttributes("country", "Germany")
        .setPlacedAt(placed)
        .setAcceptedAt(placed)
        .setTotalAmount(1_995);
  }

  /** An event of every kind of change, each the last of a life of its own, as long as needed. */
  public static List<OrderEvent> everyChange(String tenant) {
    List<OrderEvent> events = new ArrayList<>();
    events.add(of(tenant, 1).created());
    events.add(held(tenant, 2).start().reserved());
    events.add(of(tenant, 3).start().confirmed());
    events.add(of(tenant, 4).start().rejected());
    events.add(of(tenant, 5).start().cancelled("changed my mind"));
    SampleOrder expiring = held(tenant, 6).start();
    expiring.reserved();
    events.add(expiring.expired());
    SampleOrder sold = of(tenant, 7).start();
    sold.confirmed();
    events.add(sold.fulfilled());
    SampleOrder extended = held(tenant, 8).start();
    extended.reserved();
    events.add(extended.holdExtended());
    return events;
  }

  public String orderId() {
    return order.getOrderId();
  }

  /** RESERVING, version 1. */
  public OrderEvent created() {
    return next(OrderStatus.RESERVING, "", event().setCreated(OrderCreated.getDefaultInstance()));
  }

  /** RESERVED, for a quarter of an hour; of an order made with {@link #held}. */
  public OrderEvent reserved() {
    require(order.hasHoldFor(), OrderStatus.RESERVED);
    heldUntil = now() + HOLD_SECONDS;
    return next(OrderStatus.RESERVED, "", event().setReserved(OrderReserved.getDefaultInstance()));
  }

  /** RESERVED still, a quarter of an hour longer. */
  public OrderEvent holdExtended() {
    require(status == OrderStatus.RESERVED, OrderStatus.RESERVED);
    heldUntil += HOLD_SECONDS;
    return next(
        OrderStatus.RESERVED, "", event().setHoldExtended(HoldExtended.getDefaultInstance()));
  }

  /** CONFIRMED, with all lines. */
  public OrderEvent confirmed() {
    return next(
        OrderStatus.CONFIRMED, "", event().setConfirmed(OrderConfirmed.getDefaultInstance()));
  }

  /** REJECTED, because the first line is sold out. */
  public OrderEvent rejected() {
    LineRefusal refusal =
        LineRefusal.newBuilder()
            .setLine(0)
            .setSku(order.getLines(0).getSku())
            .setReason(RefusalReason.SOLD_OUT)
            .setRequested(order.getLines(0).getQuantity())
            .setAvailable(1)
            .build();
    return next(
        OrderStatus.REJECTED,
        "",
        event().addRefusals(refusal).setRejected(OrderRejected.newBuilder().addRefusals(refusal)));
  }

  /** CANCELLED by the shop. */
  public OrderEvent cancelled(String reason) {
    return next(
        OrderStatus.CANCELLED,
        reason,
        event().setCancelled(OrderCancelled.newBuilder().setReason(reason)));
  }

  /** EXPIRED, because nobody confirmed it. */
  public OrderEvent expired() {
    return next(OrderStatus.EXPIRED, "", event().setExpired(OrderExpired.getDefaultInstance()));
  }

  /** FULFILLED. */
  public OrderEvent fulfilled() {
    return next(
        OrderStatus.FULFILLED, "", event().setFulfilled(OrderFulfilled.getDefaultInstance()));
  }

  private SampleOrder start() {
    created();
    return this;
  }

  private OrderEvent.Builder event() {
    return OrderEvent.newBuilder().setOrderId(order.getOrderId());
  }

  private OrderEvent next(OrderStatus to, String reason, OrderEvent.Builder event) {
    require(
        history.isEmpty() ? to == OrderStatus.RESERVING : OrderStatuses.canBecome(status, to), to);
    Timestamp at = Timestamp.newBuilder().setSeconds(now()).build();
    status = to;
    long version = history.size() + 1L;
    history.add(
        StatusChange.newBuilder()
            .setVersion(version)
            .setStatus(to)
            .setAt(at)
            .setReason(reason)
            .build());
    if (to == OrderStatus.RESERVED) {
      event.setHoldUntil(Timestamp.newBuilder().setSeconds(heldUntil));
    }
    boolean kept =
        to == OrderStatus.RESERVED || to == OrderStatus.CONFIRMED || to == OrderStatus.FULFILLED;
    return event
        .setVersion(version)
        .setStatus(to)
        .setOccurredAt(at)
        .setOrder(order)
        .setKeptAmount(kept ? order.getTotalAmount() : 0)
        .addAllHistory(history)
        .build();
  }

  private long now() {
    return FIRST_SECOND + history.size() * SECONDS_BETWEEN;
  }

  private void require(boolean allowed, OrderStatus to) {
    if (!allowed) {
      throw new IllegalStateException(
          "an order that is "
              + status
              + " does not become "
              + to
              + ": begin with created(), and with held(…) for a hold");
    }
  }
}
