package io.spillway.ingest.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * One order under its id, at the moment it is taken. The id follows from tenant, customer and key
 * alone, so taking it twice makes the same order.
 *
 * @param acceptedAt in whole milliseconds, as the tables keep it
 */
public record Acceptance(
    RoutedId orderId,
    String idempotencyKey,
    ValidOrder order,
    Fingerprint fingerprint,
    Instant acceptedAt) {

  /** Takes an order. */
  public static Acceptance of(ValidOrder order, String idempotencyKey, Instant now) {
    return of(order, Fingerprint.of(order), idempotencyKey, now);
  }

  /** Takes an order whose fingerprint is not that of its values, because some are encrypted. */
  public static Acceptance of(
      ValidOrder order, Fingerprint fingerprint, String idempotencyKey, Instant now) {
    return new Acceptance(
        RoutedId.ofOrder(order.tenant(), order.customerId(), idempotencyKey),
        idempotencyKey,
        order,
        fingerprint,
        now.truncatedTo(ChronoUnit.MILLIS));
  }

  /** What goes into the intake. */
  public SubmitOrder message() {
    Order.Builder message =
        Order.newBuilder()
            .setOrderId(orderId.toString())
            .setTenant(order.tenant())
            .setCustomerId(order.customerId())
            .setCurrency(order.currency())
            .addAllLines(order.lines())
            .putAllAttributes(order.attributes())
            .setPlacedAt(Times.timestamp(Objects.requireNonNullElse(order.placedAt(), acceptedAt)))
            .setAcceptedAt(Times.timestamp(acceptedAt))
            .setTotalAmount(order.totalAmount())
            .setAllowPartial(order.allowPartial());
    Duration holdFor = order.holdFor();
    if (holdFor != null) {
      message.setHoldFor(Durations.message(holdFor));
    }
    return SubmitOrder.newBuilder()
        .setOrder(message)
        .setFingerprint(com.google.protobuf.UnsafeByteOperations.unsafeWrap(fingerprint.toBytes()))
        .build();
  }

  /** The body of the answer, in ASCII; the same key is answered with this very text for a day. */
  public String answer() {
    return accepted(orderId, acceptedAt);
  }

  /** When an order was accepted, out of its answer: what was answered first is answered again. */
  public static String acceptedAt(String answer) {
    return answer.substring(answer.lastIndexOf(":\"") + 2, answer.length() - 2);
  }

  /** What is answered for an order that was accepted and has no row yet. */
  public static String accepted(RoutedId orderId, Instant acceptedAt) {
    return "{\"orderId\":\""
        + orderId
        + "\",\"status\":\"ACCEPTED\",\"acceptedAt\":\""
        + Times.text(acceptedAt)
        + "\"}";
  }
}
