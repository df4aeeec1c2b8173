package io.spillway.schemas.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.events.EventType;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.AvailabilityMark;
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
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** One record of every type of event, as the pipeline writes it. */
final class SampleEvents {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.250Z");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String TENANT = "acme";
  private static final String SKU = "85123A";

  private SampleEvents() {}

  /**
   * A record.
   *
   * @param message null for a tombstone
   */
  record Sample(EventType type, String key, Message message, Headers headers) {
    byte[] keyBytes() {
      return key.getBytes(UTF_8);
    }

    byte[] value() {
      return message == null ? null : message.toByteArray();
    }
  }

  static List<Sample> all() {
    return List.of(EventType.values()).stream().map(SampleEvents::of).toList();
  }

  static Sample of(EventType type) {
    return switch (type) {
      case ORDER_CREATED ->
          sample(type, event(way(OrderStatus.RESERVING)).setCreated(OrderCreated.newBuilder()));
      case ORDER_RESERVED -> sample(type, reserved().setReserved(OrderReserved.newBuilder()));
      case HOLD_EXTENDED ->
          sample(
              type,
              event(way(OrderStatus.RESERVING, OrderStatus.RESERVED, OrderStatus.RESERVED))
                  .setHoldUntil(Times.timestamp(NOON.plusSeconds(1_802)))
                  .setKeptAmount(2_040)
                  .setHoldExtended(HoldExtended.newBuilder()));
      case ORDER_CONFIRMED ->
          sample(
              type,
              event(way(OrderStatus.RESERVING, OrderStatus.RESERVED, OrderStatus.CONFIRMED))
                  .setKeptAmount(2_040)
                  .setConfirmed(OrderConfirmed.newBuilder()));
      case ORDER_FULFILLED ->
          sample(
              type,
              event(
                      way(
                          OrderStatus.RESERVING,
                          OrderStatus.RESERVED,
                          OrderStatus.CONFIRMED,
                          OrderStatus.FULFILLED))
                  .setKeptAmount(2_040)
                  .setFulfilled(OrderFulfilled.newBuilder()));
      case ORDER_EXPIRED ->
          sample(
              type,
              event(way(OrderStatus.RESERVING, OrderStatus.RESERVED, OrderStatus.EXPIRED))
                  .setExpired(OrderExpired.newBuilder()));
      case ORDER_CANCELLED -> sample(type, cancelled());
      case ORDER_REJECTED -> sample(type, rejected());
      case AVAILABILITY -> availability(type);
      case AVAILABILITY_REMOVED -> {
        CloudEvent attributes = EventAttributes.removed(state(), NOON.plusSeconds(60), null);
        yield new Sample(type, RowKeys.stock(TENANT, SKU), null, headers(attributes));
      }
    };
  }

  private static OrderEvent.Builder reserved() {
    return event(way(OrderStatus.RESERVING, OrderStatus.RESERVED))
        .setHoldUntil(Times.timestamp(NOON.plusSeconds(901)))
        .setKeptAmount(2_040);
  }

  private static OrderEvent.Builder cancelled() {
    String reason = "changed my mind";
    OrderEvent.Builder event =
        event(way(OrderStatus.RESERVING, OrderStatus.RESERVED, OrderStatus.CANCELLED));
    event.getHistoryBuilder(2).setReason(reason);
    return event.setCancelled(OrderCancelled.newBuilder().setReason(reason));
  }

  private static OrderEvent.Builder rejected() {
    LineRefusal refusal =
        LineRefusal.newBuilder()
            .setLine(0)
            .setSku(SKU)
            .setReason(RefusalReason.SOLD_OUT)
            .setRequested(6)
            .setAvailable(2)
            .build();
    return event(way(OrderStatus.RESERVING, OrderStatus.REJECTED))
        .addRefusals(refusal)
        .setRejected(OrderRejected.newBuilder().addRefusals(refusal));
  }

  private static Sample availability(EventType type) {
    return new Sample(
        type, RowKeys.stock(TENANT, SKU), state(), headers(EventAttributes.of(state(), null)));
  }

  private static Availability state() {
    return Availability.newBuilder()
        .setTenant(TENANT)
        .setSku(SKU)
        .setAvailable(0)
        .setReserved(6)
        .setVersion(17)
        .setMark(AvailabilityMark.SOLD_OUT_NOW)
        .setChangedAt(Times.timestamp(NOON))
        .setLowStockAt(10)
        .build();
  }

  private static Sample sample(EventType type, OrderEvent.Builder builder) {
    OrderEvent event = builder.build();
    Instant time = Times.instant(event.getOccurredAt());
    return new Sample(
        type, event.getOrderId(), event, headers(EventAttributes.of(event, time, TRACE)));
  }

  private static Headers headers(CloudEvent attributes) {
    Headers headers = new RecordHeaders();
    attributes.writeTo(headers);
    return headers;
  }

  private static List<OrderStatus> way(OrderStatus... way) {
    return List.of(way);
  }

  private static OrderEvent.Builder event(List<OrderStatus> way) {
    Order order = order();
    OrderEvent.Builder event =
        OrderEvent.newBuilder()
            .setOrderId(order.getOrderId())
            .setVersion(way.size())
            .setStatus(way.getLast())
            .setOccurredAt(Times.timestamp(NOON.plusSeconds(way.size() - 1L)))
            .setOrder(order);
    for (int i = 0; i < way.size(); i++) {
      event.addHistory(
          StatusChange.newBuilder()
              .setVersion(i + 1L)
              .setStatus(way.get(i))
              .setAt(Times.timestamp(NOON.plusSeconds(i))));
    }
    return event;
  }

  private static Order order() {
    return Order.newBuilder()
        .setOrderId(RoutedId.ofOrder(TENANT, "17850", "536365").toString())
        .setTenant(TENANT)
        .setCustomerId("17850")
        .setCurrency("GBP")
        .addLines(OrderLine.newBuilder().setSku(SKU).setQuantity(6).setUnitAmount(255))
        .addLines(OrderLine.newBuilder().setSku("71053").setQuantity(2).setUnitAmount(255))
        .putAttributes("country", "United Kingdom")
        .setPlacedAt(Times.timestamp(NOON.minusSeconds(2)))
        .setAcceptedAt(Times.timestamp(NOON.minusMillis(4)))
        .setTotalAmount(2_040)
        .setHoldFor(Duration.newBuilder().setSeconds(900))
        .build();
  }
}
