package io.spillway.schemas.events;

import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of public events. An id follows from the event's key and version, so
 * the same event has the same id whenever it is made.
 */
public final class EventAttributes {
  private EventAttributes() {}

  /** Of a change of an order: {@code ORDER-VERSION}. */
  public static CloudEvent of(OrderEvent event, Instant time, @Nullable String traceparent) {
    return of(
        EventType.of(event),
        event.getOrderId(),
        time,
        traceparent,
        event.getOrderId(),
        event.getVersion());
  }

  /** Of a change of what can be bought of a SKU: {@code TENANT/SKU-VERSION}. */
  public static CloudEvent of(Availability state, @Nullable String traceparent) {
    return of(
        EventType.AVAILABILITY,
        state.getSku(),
        Times.instant(state.getChangedAt()),
        traceparent,
        RowKeys.stock(state.getTenant(), state.getSku()),
        state.getVersion());
  }

  /**
   * Of a SKU that is forgotten: {@code TENANT/SKU-removed-VERSION}.
   *
   * @param last what was known of it
   */
  public static CloudEvent removed(Availability last, Instant time, @Nullable String traceparent) {
    return of(
        EventType.AVAILABILITY_REMOVED,
        last.getSku(),
        time,
        traceparent,
        RowKeys.stock(last.getTenant(), last.getSku()),
        "removed",
        last.getVersion());
  }

  private static CloudEvent of(
      EventType type,
      String subject,
      Instant time,
      @Nullable String traceparent,
      Object key,
      Object... parts) {
    return CloudEvent.of(type.source(), type.type(), subject, time, traceparent, key, parts);
  }
}
