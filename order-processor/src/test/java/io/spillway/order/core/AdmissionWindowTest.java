package io.spillway.order.core;

import static io.spillway.order.core.TestOrders.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Known;
import io.spillway.schemas.orders.v1.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionWindowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int GROUPS = 8;

  private final AdmissionWindow window = new AdmissionWindow(2, PATIENCE, PATIENCE);
  private final OrderSaga saga = new OrderSaga(GROUPS);

  @Test
  void anOrderCountsUntilItsLastGroupHasAnswered() {
    Order order = order(1);
    Known first = take(new Absent(), TestOrders.submitted(order), NOON);
    assertThat(window.size(NOON)).isEqualTo(1);

    Known second = take(first, reserved(order, 1), NOON);
    assertThat(window.size(NOON)).isEqualTo(1);

    take(second, reserved(order, 4), NOON);
    assertThat(window.size(NOON)).isZero();
  }

  @Test
  void aCancelledOrderCountsNoMore() {
    Known reserving = take(new Absent(), TestOrders.submitted(order(1)), NOON);

    take(reserving, new Cancel(order(1).getOrderId(), "c", ""), NOON);

    assertThat(window.size(NOON)).isZero();
  }

  @Test
  void itIsFullFromItsSizeOn() {
    take(new Absent(), TestOrders.submitted(order(1)), NOON);
    assertThat(window.isFull(NOON)).isFalse();
    take(new Absent(), TestOrders.submitted(order(2)), NOON);
    assertThat(window.isFull(NOON)).isTrue();
    // Of the poll that filled it.
    Known third = take(new Absent(), TestOrders.submitted(order(3)), NOON);
    assertThat(window.size(NOON)).isEqualTo(3);

    take(third, new Cancel(order(3).getOrderId(), "c", ""), NOON);
    assertThat(window.isFull(NOON)).isTrue();
  }

  @Test
  void whoWaitsForTooLongCountsNoMore() {
    take(new Absent(), TestOrders.submitted(order(1)), NOON);
    Instant later = NOON.plusSeconds(1);
    take(new Absent(), TestOrders.submitted(order(2)), later);

    assertThat(window.isFull(NOON.plus(PATIENCE).minusNanos(1))).isTrue();
    assertThat(window.size(NOON.plus(PATIENCE))).isEqualTo(1);
    assertThat(window.size(later.plus(PATIENCE))).isZero();
  }

  @Test
  void anOrderOfBeforeARestartIsNotCountedByItsAnswers() {
    Order order = order(1);
    AdmissionWindow before = new AdmissionWindow(2, PATIENCE, PATIENCE);
    Decision.Advanced submitted =
        (Decision.Advanced) saga.decide(new Absent(), TestOrders.submitted(order), NOON);
    before.advanced(TestOrders.submitted(order), submitted.state(), NOON);

    Known known = take(submitted.state(), reserved(order, 1), NOON);
    assertThat(window.size(NOON)).isZero();
    take(known, reserved(order, 4), NOON);
    assertThat(window.size(NOON)).isZero();
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() {
    take(new Absent(), TestOrders.submitted(order(1)), NOON);
    take(new Absent(), TestOrders.submitted(order(2)), NOON);

    assertThat(window.isFull(NOON.minusSeconds(3600))).isFalse();
  }

  private Known take(OrderState state, OrderMessage message, Instant now) {
    Known next = ((Decision.Advanced) saga.decide(state, message, now)).state();
    window.advanced(message, next, now);
    return next;
  }

  private static OrderMessage reserved(Order order, int group) {
    return new GroupReserved(order.getOrderId(), group, List.of());
  }

  private static Order order(int n) {
    return TestOrders.order(
        "customer", "k-" + n, List.of(TestOrders.sku(1, n, GROUPS), TestOrders.sku(4, n, GROUPS)));
  }
}
