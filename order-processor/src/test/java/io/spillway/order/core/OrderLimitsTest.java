package io.spillway.order.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderLimitsTest {
  private static final Order ORDER = TestOrders.order("c-1", "k-1", List.of("mug"));

  @Test
  void anOrdinaryOrderHasNoFault() {
    assertThat(OrderLimits.faults(ORDER)).isEmpty();
  }

  @Test
  void lengthsAreCodePoints() {
    String longest = "\ud83d\ude00".repeat(64);
    assertThat(OrderLimits.faults(TestOrders.order(longest + longest, "k-1", List.of(longest))))
        .isEmpty();
    assertThat(OrderLimits.faults(TestOrders.order("c-1", "k-1", List.of(longest + "x"))))
        .containsExactly("lines[0].sku has 65 characters, not 1..64");
  }

  @Test
  void anOrderThatItsEventsCouldNotHoldIsAtFault() {
    Order large = ORDER.toBuilder().putAttributes("note", "x".repeat(1 << 20)).build();
    assertThat(OrderLimits.faults(large))
        .singleElement()
        .asString()
        .contains("bytes, not at most 1048576");
  }
}
