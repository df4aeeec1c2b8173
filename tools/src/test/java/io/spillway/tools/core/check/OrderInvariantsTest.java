package io.spillway.tools.core.check;

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
    assertThat(Evidence.confirmed().violated()).isEmpty();
    assertThat(Evidence.then(FULFILLED).moved(0, FULFIL).moved(1, FULFIL).violated()).isEmpty();
    assertThat(Evidence.then(CANCELLED).moved(0, RELEASE).moved(1, RELEASE).violated()).isEmpty();
    assertThat(
            Evidence.none()
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
    assertThat(held(Evidence.NOW + 1).violated()).isEmpty();
  }

  @Test
  void anExtendedHoldIsAListedTransition() {
    Evidence extended =
        held(Evidence.NOW + 1).event(3, RESERVED).row(RESERVED, 3, Evidence.NOW + 9);
    extended.order.documents = 0;
    assertThat(extended.document(3, "hash").violated()).isEmpty();
  }

  @Test
  void anOrderThatRestsWhileReserving() {
    Evidence order = Evidence.none().submitted(7).event(1, RESERVING).row(RESERVING, 1);
    assertThat(order.document(1, "hash").violated()).containsExactly("SettledAtRest");
  }

  @Test
  void aHoldThatHasEnded() {
    long late = Evidence.NOW - SettledAtRest.GRACE.toMillis();
    assertThat(held(late).violated()).containsExactly("SettledAtRest");
    assertThat(held(late + 1).violated()).isEmpty();
    assertThat(held(0).violated()).containsExactly("SettledAtRest");
  }

  @Test
  void aDroppedEvent() {
    Evidence order = Evidence.none().submitted(7).event(1, RESERVING).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated()).containsExactly("RowIsNewestEvent");

    Evidence gap = Evidence.none().submitted(7).event(1, RESERVING).event(3, FULFILLED);
    gap.row(FULFILLED, 3).reserved().moved(0, FULFIL).moved(1, FULFIL).document(3, "hash");
    assertThat(gap.violated()).containsExactly("VersionsRiseByOne");
  }

  @Test
  void aMissingFirstEvent() {
    Evidence order = Evidence.none().submitted(7).event(2, CONFIRMED).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated())
        .containsExactly("VersionsRiseByOne", "AcceptedCreatedStored");
  }

  @Test
  void anEventTwice() {
    assertThat(Evidence.confirmed().event(2, CONFIRMED).violated())
        .containsExactly("VersionsRiseByOne");
  }

  @Test
  void aTransitionThatIsNotListed() {
    Evidence order = Evidence.none().submitted(7).event(1, RESERVING).event(2, FULFILLED);
    order.row(FULFILLED, 2).reserved().moved(0, FULFIL).moved(1, FULFIL).document(2, "hash");
    assertThat(order.violated()).containsExactly("VersionsRiseByOne");
  }

  @Test
  void aTerminalStatusThatChanged() {
    Evidence order = Evidence.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    order.event(3, CONFIRMED).row(CONFIRMED, 3).reserved().document(3, "hash");
    assertThat(order.violated()).containsExactly("TerminalStays");

    Evidence same = Evidence.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    same.event(3, REJECTED).row(REJECTED, 3).document(3, "hash");
    assertThat(same.violated()).containsExactly("TerminalStays");
  }

  @Test
  void aTerminalStatusChangedInItsRow() {
    Evidence order = Evidence.none().submitted(7).event(1, RESERVING).event(2, REJECTED);
    order.row(CONFIRMED, 2).reserved().document(2, "hash");
    assertThat(order.violated()).containsExactly("TerminalStays", "RowIsNewestEvent");
  }

  @Test
  void anOrderReservedTwice() {
    assertThat(Evidence.confirmed().moved(0, RESERVE).violated())
        .containsExactly("OnlyKeptLinesHeld");
  }

  @Test
  void aLineThatIsNotHeld() {
    assertThat(Evidence.confirmed().moved(1, RELEASE).violated())
        .containsExactly("OnlyKeptLinesHeld");
  }

  @Test
  void aSkippedRelease() {
    assertThat(Evidence.then(CANCELLED).moved(0, RELEASE).violated())
        .containsExactly("OnlyKeptLinesHeld");
  }

  @Test
  void aSkippedHandOver() {
    assertThat(Evidence.then(FULFILLED).moved(0, FULFIL).violated())
        .containsExactly("OnlyKeptLinesHeld");
    assertThat(Evidence.then(FULFILLED).moved(0, RELEASE).moved(1, RELEASE).violated())
        .containsExactly("OnlyKeptLinesHeld");
  }

  @Test
  void movementsOfNoOrder() {
    assertThat(Evidence.none().moved(0, RESERVE).violated()).containsExactly("OnlyKeptLinesHeld");
    assertThat(Evidence.none().moved(0, RESERVE).moved(0, RELEASE).violated()).isEmpty();
  }

  @Test
  void aMissingRow() {
    Evidence order = Evidence.confirmed();
    order.order.row = null;
    assertThat(order.violated())
        .containsExactly("OnlyKeptLinesHeld", "AcceptedCreatedStored", "OrderDocumentsMatch");
  }

  @Test
  void anOrderThatNobodyAccepted() {
    Evidence order = Evidence.none().event(1, RESERVING).event(2, CONFIRMED).row(CONFIRMED, 2);
    assertThat(order.reserved().document(2, "hash").violated())
        .containsExactly("AcceptedCreatedStored");
  }

  @Test
  void anAcceptedOrderThatWasNeverCreated() {
    assertThat(Evidence.none().submitted(7).violated()).containsExactly("AcceptedCreatedStored");
  }

  @Test
  void anOrderCreatedTwice() {
    Evidence order = Evidence.confirmed().submitted(7);
    order.order.created = 2;
    assertThat(order.violated()).containsExactly("AcceptedCreatedStored", "RepeatsMakeNothingNew");
  }

  @Test
  void documentsThatDoNotMatch() {
    assertThat(document(1, "hash").violated()).containsExactly("OrderDocumentsMatch");
    assertThat(document(3, "hash").violated()).containsExactly("OrderDocumentsMatch");
    assertThat(document(2, "other").violated()).containsExactly("OrderDocumentsMatch");
    assertThat(Evidence.confirmed().document(2, "hash").violated())
        .as("one in each of two months")
        .containsExactly("OrderDocumentsMatch");
    assertThat(Evidence.none().document(1, "hash").violated())
        .containsExactly("OrderDocumentsMatch");
    Evidence missing = Evidence.confirmed();
    missing.order.documents = 0;
    missing.order.document = null;
    assertThat(missing.violated()).containsExactly("OrderDocumentsMatch");
  }

  @Test
  void anotherContentUnderTheSameKey() {
    assertThat(Evidence.confirmed().submitted(8).violated()).containsExactly("OneContentPerKey");
    Evidence told = Evidence.confirmed().submitted(8);
    told.order.rejected();
    assertThat(told.violated()).isEmpty();
  }

  @Test
  void whatKafkaHasRemovedIsNotMissed() {
    Evidence old = Evidence.none().row(CONFIRMED, 2).reserved().document(2, "hash");
    assertThat(old.violated()).containsExactly("AcceptedCreatedStored");
    Invariant.Moment later = new Invariant.Moment(Evidence.NOW, Evidence.NOW + 1);
    List<String> violated = new ArrayList<>();
    for (Invariant.OfOrder invariant : OrderInvariants.ALL) {
      if (invariant.judges(old.order, later) && !invariant.fault(old.order, later).isEmpty()) {
        violated.add(invariant.claim());
      }
    }
    assertThat(violated).isEmpty();
  }

  private static Evidence held(long until) {
    return Evidence.none()
        .submitted(7)
        .event(1, RESERVING)
        .event(2, RESERVED)
        .row(RESERVED, 2, until)
        .reserved()
        .document(2, "hash");
  }

  private static Evidence document(long version, String hash) {
    Evidence order = Evidence.confirmed();
    order.order.documents = 0;
    return order.document(version, hash);
  }
}
