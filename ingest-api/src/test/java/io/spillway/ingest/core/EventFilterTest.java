package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.events.EventType;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {
  private static final OrderEvent EVENT = TestEvents.confirmed("acme", "k1", 0);

  @Test
  void wantsWhatFitsEveryPart() {
    assertThat(new EventFilter("acme", Set.of(), null, 0).wants(EVENT)).isTrue();
    assertThat(
            new EventFilter(
                    "acme", Set.of(EventType.ORDER_CONFIRMED, EventType.ORDER_CREATED), "MUG", 990)
                .wants(EVENT))
        .isTrue();
    assertThat(new EventFilter("other", Set.of(), null, 0).wants(EVENT)).isFalse();
    assertThat(new EventFilter("acme", Set.of(EventType.ORDER_REJECTED), null, 0).wants(EVENT))
        .isFalse();
    assertThat(new EventFilter("acme", Set.of(), "UG", 0).wants(EVENT)).isFalse();
    assertThat(new EventFilter("acme", Set.of(), null, 991).wants(EVENT)).isFalse();
  }

  @Test
  void anEventOfAnUnknownChangeIsPassedByAndStopsNobody() {
    OrderEvent later = EVENT.toBuilder().clearChange().build();
    assertThat(new EventFilter("acme", Set.of(EventType.ORDER_CONFIRMED), null, 0).wants(later))
        .isFalse();
    assertThat(new EventFilter("acme", Set.of(), null, 0).wants(later)).isTrue();
  }

  @Test
  void typesHaveShortNames() {
    assertThat(EventFilter.names())
        .isEqualTo(
            "OrderCreated, OrderReserved, OrderConfirmed, OrderRejected, OrderCancelled,"
                + " OrderExpired, OrderFulfilled, HoldExtended");
    assertThat(EventFilter.type("OrderConfirmed")).isEqualTo(EventType.ORDER_CONFIRMED);
    assertThat(EventFilter.type("Availability")).isNull();
    assertThat(EventFilter.type("")).isNull();
  }
}
