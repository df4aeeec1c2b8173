package io.spillway.verify.core;

import static io.spillway.schemas.orders.v1.OrderStatus.CANCELLED;
import static io.spillway.schemas.orders.v1.OrderStatus.CONFIRMED;
import static io.spillway.schemas.orders.v1.OrderStatus.FULFILLED;
import static io.spillway.schemas.orders.v1.OrderStatus.REJECTED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVING;
import static io.spillway.schemas.tables.MovementKind.FULFIL;
import static io.spillway.schemas.tables.MovementKind.RELEASE;
import static io.spillway.schemas.tables.MovementKind.RESERVE;
import static io.spillway.schemas.tables.MovementOutcome.SIBLING_REFUSED;
import static io.spillway.schemas.tables.MovementOutcome.VOIDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each planted fault is found by the invariant that it breaks, and a sound order by none. */
class OrderInvariantsTest {
  @Test
  void soundOrdersBreakNothing() {
    assertThat(Views.confirmed().violated()).isEmpty();
    assertThat(Views.then(FULFILLED).moved(0, FULFIL).moved(1, FULFIL).violated()).isEmpty();
    assertThat(Views.then(CANCELLED).moved(0, RELEASE).moved(1, RELEASE).violated()).isEmpty();
    assertThat(
            Views.none()
                .submitted(7)
                .submitted(7)
                .event(1, RESERVING)
                .event(2, REJECTED)
                .row(REJECTED, 2)
                .moved(0, RESERVE, SIBLING_REFUSED)
                .moved(0, RELEASE, VOIDED)
                .document(2, "hash")
                .violated())
        .isEmpty();
    assertThat(held(Views.NOW + 1).violated()).isEmpty();
  }

  @Test
  void anExtendedHoldIsAListedTransition() {
    Views extended = held(Views.NOW + 1).event(3, RESERVED).row(RESERVED, 3, Views.NOW + 9);
    extended.order.documents = 0;
    assertThat(extended.document(3, "hash").violated()).isEmpty();
  }

  @Test
  void anOrderThatRestsWhileReserving() {
    Views order = Views.none().submitted(7).event(1, RESERVING).row(RESERVING, 1);
    assertThat(order.document(1, "hash").violated()).containsExactly("SETTLED_AT_REST");
  }

  @Test
  void aHoldThatHasEnded() {
    long late = Views.NOW - OrderInvariant.GRACE.toMillis();
    assertThat(held(late).violated()).containsExactly("SETTLED_AT_REST");
    assertThat(held(late + 1).violated()).isEmpty();
    assertThat(held(0).violated()).containsExactly("SETTLED_AT_REST");
  }

  @Test
  void aDroppedEvent() {
    Views order = Views.none().submitted(7).event(1, RESERVING).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated())
        .containsExactly("ROW_IS_NEWEST_EVENT");

    Views gap = Views.none().submitted(7).event(1, RESERVING).event(3, FULFILLED);
    gap.row(FULFILLED, 3).reserved().moved(0, FULFIL).moved(1, FULFIL).document(3, "hash");
    assertThat(gap.violated()).containsExactly("VERSIONS_RISE_BY_ONE");
  }

  @Test
  void aMissingFirstEvent() {
    Views order = Views.none().submitted(7).event(2, CONFIRMED).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated())
        .containsExactly("VERSIONS_RISE_BY_ONE", "ACCEPTED_CREATED_STORED");
  }

  @Test
  void anEventTwice() {
    assertThat(Views.confirmed().event(2, CONFIRMED).violated())
        .containsExactly("VERSIONS_RISE_BY_ONE");
  }

  @Test
  void aTransitionThatIsNotListed() {
    Views order = Views.none().submitted(7).event(1, RESERVING).event(2, FULFILLED);
    order.row(FULFILLED, 2).reserved().moved(0, FULFIL).moved(1, FULFIL).document(2, "hash");
    assertThat(order.violated()).containsExactly("VERSIONS_RISE_BY_ONE");
  }

  @Test
  void aTerminalStatusThatChanged() {
    Views order = Views.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    order.event(3, CONFIRMED).row(CONFIRMED, 3).reserved().document(3, "hash");
    assertThat(order.violated()).containsExactly("TERMINAL_STAYS");

    Views same = Views.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    same.event(3, REJECTED).row(REJECTED, 3).document(3, "hash");
    assertThat(same.violated()).containsExactly("TERMINAL_STAYS");
  }

  @Test
  void aTerminalStatusChangedInItsRow() {
    Views order = Views.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    order.row(CONFIRMED, 2).reserved().document(2, "hash");
    assertThat(order.violated()).containsExactly("TERMINAL_STAYS", "ROW_IS_NEWEST_EVENT");
  }

  @Test
  void anOrderReservedTwice() {
    assertThat(Views.confirmed().moved(0, RESERVE).violated())
        .containsExactly("ONLY_KEPT_LINES_HELD");
  }

  @Test
  void aLineThatIsNotHeld() {
    assertThat(Views.confirmed().moved(1, RELEASE).violated())
        .containsExactly("ONLY_KEPT_LINES_HELD");
  }

  @Test
  void aSkippedRelease() {
    assertThat(Views.then(CANCELLED).moved(0, RELEASE).violated())
        .containsExactly("ONLY_KEPT_LINES_HELD");
  }

  @Test
  void aSkippedHandOver() {
    assertThat(Views.then(FULFILLED).moved(0, FULFIL).violated())
        .containsExactly("ONLY_KEPT_LINES_HELD");
    assertThat(Views.then(FULFILLED).moved(0, RELEASE).moved(1, RELEASE).violated())
        .containsExactly("ONLY_KEPT_LINES_HELD");
  }

  @Test
  void movementsOfNoOrder() {
    assertThat(Views.none().moved(0, RESERVE).violated()).containsExactly("ONLY_KEPT_LINES_HELD");
    assertThat(Views.none().moved(0, RESERVE).moved(0, RELEASE).violated()).isEmpty();
  }

  @Test
  void aMissingRow() {
    Views order = Views.confirmed();
    order.order.row = null;
    assertThat(order.violated())
        .containsExactly(
            "ONLY_KEPT_LINES_HELD", "ACCEPTED_CREATED_STORED", "ORDER_DOCUMENTS_MATCH");
  }

  @Test
  void anOrderThatNobodyAccepted() {
    Views order = Views.none().event(1, RESERVING).event(2, CONFIRMED).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated())
        .containsExactly("ACCEPTED_CREATED_STORED");
  }

  @Test
  void anAcceptedOrderThatWasNeverCreated() {
    assertThat(Views.none().submitted(7).violated()).containsExactly("ACCEPTED_CREATED_STORED");
  }

  @Test
  void anOrderCreatedTwice() {
    Views order = Views.confirmed().submitted(7);
    order.order.created = 2;
    assertThat(order.violated())
        .containsExactly("ACCEPTED_CREATED_STORED", "REPEATS_MAKE_NOTHING_NEW");
  }

  @Test
  void documentsThatDoNotMatch() {
    assertThat(document(1, "hash").violated()).containsExactly("ORDER_DOCUMENTS_MATCH");
    assertThat(document(3, "hash").violated()).containsExactly("ORDER_DOCUMENTS_MATCH");
    assertThat(document(2, "other").violated()).containsExactly("ORDER_DOCUMENTS_MATCH");
    assertThat(Views.confirmed().document(2, "hash").violated())
        .as("one in each of two months")
        .containsExactly("ORDER_DOCUMENTS_MATCH");
    assertThat(Views.none().document(1, "hash").violated())
        .containsExactly("ORDER_DOCUMENTS_MATCH");
    Views missing = Views.confirmed();
    missing.order.documents = 0;
    missing.order.document = null;
    assertThat(missing.violated()).containsExactly("ORDER_DOCUMENTS_MATCH");
  }

  @Test
  void anotherContentUnderTheSameKey() {
    assertThat(Views.confirmed().submitted(8).violated()).containsExactly("ONE_CONTENT_PER_KEY");
    Views told = Views.confirmed().submitted(8);
    told.order.rejected();
    assertThat(told.violated()).isEmpty();
  }

  @Test
  void whatKafkaHasRemovedIsNotMissed() {
    Views old = Views.none().row(CONFIRMED, 2).reserved().document(2, "hash");
    assertThat(old.violated()).containsExactly("ACCEPTED_CREATED_STORED");
    Invariant.Moment later = new Invariant.Moment(Views.NOW, Views.NOW + 1);
    List<String> violated = new ArrayList<>();
    for (Invariant.OfOrder invariant : List.of(OrderInvariant.values())) {
      if (invariant.judges(old.order, later) && !invariant.fault(old.order, later).isEmpty()) {
        violated.add(invariant.claim());
      }
    }
    assertThat(violated).isEmpty();
  }

  private static Views held(long until) {
    return Views.none()
        .submitted(7)
        .event(1, RESERVING)
        .event(2, RESERVED)
        .row(RESERVED, 2, until)
        .reserved()
        .document(2, "hash");
  }

  private static Views document(long version, String hash) {
    Views order = Views.confirmed();
    order.order.documents = 0;
    return order.document(version, hash);
  }
}
