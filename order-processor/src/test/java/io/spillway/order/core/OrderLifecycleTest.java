package io.spillway.order.core;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.sku;
import static io.spillway.order.core.TestOrders.soldOut;
import static io.spillway.order.core.TestOrders.submitted;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.spillway.order.core.Decision.Advanced;
import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderMessage.Confirm;
import io.spillway.order.core.OrderMessage.ExtendHold;
import io.spillway.order.core.OrderMessage.Fulfil;
import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderMessage.TenantCommand;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whole ways of one order: what is said, to whom, and what is remembered. */
class OrderLifecycleTest {
  private static final int PARTITIONS = 8;
  private static final Duration HOLD = Duration.ofMinutes(15);
  private static final OrderSaga SAGA = new OrderSaga(PARTITIONS);

  /** Lines 0 and 3 in group 0, 1 in group 1, 2 in group 2; they cost 100, 200, 300 and 400. */
  private static final Order ORDER =
      TestOrders.order(
          "c-1",
          "k-1",
          List.of(
              sku(0, 0, PARTITIONS),
              sku(1, 0, PARTITIONS),
              sku(2, 0, PARTITIONS),
              sku(0, 1, PARTITIONS)));

  private static final String ID = ORDER.getOrderId();
  private static final Order HELD = TestOrders.held(ORDER, HOLD);
  private static final Order PARTIAL = ORDER.toBuilder().setAllowPartial(true).build();

  private OrderState state = new OrderState.Absent();
  private Instant now = NOON;

  @Test
  void aHoldBeginsWhenTheLastGroupAnswers() {
    reserve(HELD);
    now = NOON.plusSeconds(2);

    Advanced step = advance(new GroupReserved(ID, 2, List.of()));

    OrderEvent event = event(step);
    assertThat(event.hasReserved()).isTrue();
    assertThat(event.getStatus()).isEqualTo(OrderStatus.RESERVED);
    assertThat(event.getKeptAmount()).isEqualTo(1_000);
    assertThat(Times.instant(event.getHoldUntil())).isEqualTo(now.plus(HOLD));
    assertThat(step.timers()).containsExactly(new Timer.Start(now.plus(HOLD)));
    assertThat(step.commands()).isEmpty();
  }

  @Test
  void aHoldThatNobodyConfirmsExpiresAndIsReleased() {
    Instant end = hold();
    assertThat(SAGA.decide(state, new HoldEnded(ID, end), end.minusNanos(1)))
        .isInstanceOf(Decision.Duplicate.class);
    now = end;

    Advanced step = advance(new HoldEnded(ID, end));

    assertThat(event(step).hasExpired()).isTrue();
    assertThat(event(step).getKeptAmount()).isZero();
    assertThat(event(step).hasHoldUntil()).isFalse();
    assertThat(event(step).getHistoryList())
        .extracting(change -> change.getVersion() + " " + change.getStatus())
        .containsExactly("1 RESERVING", "2 RESERVED", "3 EXPIRED");
    assertThat(released(step)).containsExactly(0, 1, 2);
    assertThat(step.timers()).containsExactly(new Timer.Stop(end));
  }

  @Test
  void aConfirmationStopsTheTimerAndFulfilmentHandsOver() {
    Instant end = hold();

    Advanced confirmed = advance(new Confirm(ID, "c"));

    assertThat(event(confirmed).hasConfirmed()).isTrue();
    assertThat(confirmed.timers()).containsExactly(new Timer.Stop(end));
    assertThat(confirmed.commands()).isEmpty();
    assertThat(result(confirmed).getVersion()).isEqualTo(3);
    assertThat(result(confirmed).getStatus()).isEqualTo(OrderStatus.CONFIRMED);

    Advanced fulfilled = advance(new Fulfil(ID, "f"));

    assertThat(event(fulfilled).hasFulfilled()).isTrue();
    assertThat(event(fulfilled).getKeptAmount()).isEqualTo(1_000);
    assertThat(fulfilled.commands())
        .allSatisfy(command -> assertThat(command.hasFulfil()).isTrue())
        .extracting(command -> command.getFulfil().getGroup())
        .containsExactly(0, 1, 2);
    assertThat(fulfilled.commands().getFirst().getFulfil().getLinesList())
        .extracting(line -> line.getLine())
        .containsExactly(0, 3);
  }

  @Test
  void aConfirmationAfterTheHoldFindsItExpiredThoughTheTimerIsLate() {
    Instant end = hold();
    now = end;

    Advanced step = advance(new Confirm(ID, "late"));

    assertThat(event(step).hasExpired()).isTrue();
    assertThat(released(step)).containsExactly(0, 1, 2);
    assertThat(result(step).getVerdict()).isEqualTo(CommandVerdict.NOT_ALLOWED);
    assertThat(result(step).getStatus()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(result(step).getReason()).isEqualTo("the order is EXPIRED: the hold is over");
    assertThat(step.state().history().applied()).isEmpty();
  }

  @Test
  void anExtensionMovesTheEndAndTheTimer() {
    Instant end = hold();
    now = NOON.plusSeconds(60);

    Advanced step = advance(new ExtendHold(ID, "e", Duration.ofHours(1)));

    Instant later = end.plus(Duration.ofHours(1));
    assertThat(step.timers()).containsExactly(new Timer.Stop(end), new Timer.Start(later));
    assertThat(event(step).hasHoldExtended()).isTrue();
    assertThat(event(step).getStatus()).isEqualTo(OrderStatus.RESERVED);
    assertThat(event(step).getVersion()).isEqualTo(3);
    assertThat(Times.instant(event(step).getHoldUntil())).isEqualTo(later);
    assertThat(Times.instant(result(step).getHoldUntil())).isEqualTo(later);
    assertThat(event(step).getHistoryList().getLast().getReason()).isEqualTo("hold extended");
  }

  @Test
  void aHoldReachesThirtyDaysPastItsReservationAndNoFurther() {
    Instant end = hold();
    Duration rest = Duration.between(end, NOON.plus(Duration.ofDays(30)));
    now = NOON.plusSeconds(60);

    assertThat(refusal(new ExtendHold(ID, "e1", rest.plusNanos(1))))
        .isEqualTo(
            "the order is RESERVED: a hold ends at the latest 30 days after the reservation");
    assertThat(refusal(new ExtendHold(ID, "e2", Duration.ofSeconds(Long.MAX_VALUE))))
        .contains("at the latest 30 days");
    assertThat(refusal(new ExtendHold(ID, "e3", Duration.ZERO))).contains("only become longer");
    advance(new ExtendHold(ID, "e1", rest));
    assertThat(((Reserved) state).holdUntil()).isEqualTo(NOON.plus(Duration.ofDays(30)));
  }

  @Test
  void aHistoryNeverBecomesLongerThanThirtyTwoChanges() {
    hold();
    int extensions = 0;
    while (SAGA.decide(state, new ExtendHold(ID, "e" + extensions, HOLD), now)
        instanceof Advanced step) {
      state = step.state();
      extensions++;
    }
    assertThat(extensions).isEqualTo(28);
    assertThat(refusal(new ExtendHold(ID, "again", HOLD))).contains("at most 32 changes");

    advance(new Confirm(ID, "c"));
    Advanced last = advance(new Cancel(ID, "x", ""));

    assertThat(event(last).getHistoryList()).hasSize(32);
  }

  @Test
  void anAppliedCommandIsAnsweredTheSameWhateverCameAfter() {
    hold();
    CommandResult confirmed = result(advance(new Confirm(ID, "c")));
    now = NOON.plusSeconds(5);
    CommandResult cancelled = result(advance(new Cancel(ID, "x", "changed my mind")));

    assertThat(SAGA.decide(state, new Confirm(ID, "c"), now))
        .isEqualTo(new Decision.Answered(confirmed, true));
    assertThat(SAGA.decide(state, new Cancel(ID, "x", "another reason"), now))
        .isEqualTo(new Decision.Answered(cancelled, true));
    CommandResult again = result(advance(new Cancel(ID, "y", "")));
    assertThat(again.getVerdict()).isEqualTo(CommandVerdict.APPLIED);
    assertThat(again.getVersion()).isEqualTo(cancelled.getVersion());
    assertThat(refusal(new Confirm(ID, "d"))).startsWith("the order is CANCELLED: ");
  }

  @Test
  void aRefusedCommandMaySucceedLater() {
    assertThat(answer(new Confirm(ID, "c")).getVerdict()).isEqualTo(CommandVerdict.UNKNOWN_ORDER);
    reserve(HELD);
    assertThat(refusal(new Confirm(ID, "c")))
        .isEqualTo("the order is RESERVING: only a RESERVED order can be confirmed");
    advance(new GroupReserved(ID, 2, List.of()));

    assertThat(result(advance(new Confirm(ID, "c"))).getVerdict())
        .isEqualTo(CommandVerdict.APPLIED);
  }

  @Test
  void anotherTenantsOrderIsUnknownInEveryState() {
    CommandResult unknown = answer(forTenants(new Cancel(ID, "x", ""), "other"));
    assertThat(unknown.getVerdict()).isEqualTo(CommandVerdict.UNKNOWN_ORDER);
    reserve(HELD);
    assertThat(answer(forTenants(new Cancel(ID, "x", ""), "other"))).isEqualTo(unknown);
    advance(new GroupReserved(ID, 2, List.of()));
    assertThat(answer(forTenants(new Cancel(ID, "x", ""), "other"))).isEqualTo(unknown);
    advance(new Cancel(ID, "x", ""));

    assertThat(state).isInstanceOf(OrderState.Ended.class);
    assertThat(answer(forTenants(new Cancel(ID, "x", ""), "other")))
        .as("nor is it told what the owner was answered")
        .isEqualTo(unknown);
    assertThat(answer(forTenants(new Cancel(ID, "x", ""), "other", ORDER.getTenant())).getVerdict())
        .isEqualTo(CommandVerdict.APPLIED);
  }

  private static TenantCommand forTenants(OrderMessage.Action action, String... tenants) {
    return new TenantCommand(action, List.of(tenants));
  }

  @Test
  void onlyTheNewestSixteenResultsAreKept() {
    reserve(ORDER);
    for (int n = 0; n < 18; n++) {
      advance(new Cancel(ID, "x" + n, ""));
    }

    assertThat(state).isInstanceOf(OrderState.Ended.class);
    assertThat(((OrderState.Known) state).history().applied())
        .extracting(CommandResult::getCommandId)
        .hasSize(16)
        .startsWith("x2")
        .endsWith("x17");
  }

  @Test
  void aCancellationWhileReservingVoidsWhatIsPendingToo() {
    reserve(ORDER);

    Advanced step = advance(new Cancel(ID, "x", "changed my mind"));

    assertThat(event(step).getCancelled().getReason()).isEqualTo("changed my mind");
    assertThat(event(step).getHistoryList().getLast().getReason()).isEqualTo("changed my mind");
    assertThat(released(step)).containsExactly(0, 1, 2);
    advance(new GroupReserved(ID, 2, List.of()));
    assertThat(((OrderState.Ended) state).pending()).isEqualTo(PartitionSet.none());
  }

  @Test
  void anOrderKeptInPartGoesOnWithoutTheLinesItDoesNotHave() {
    assertThat(advance(submitted(PARTIAL)).commands())
        .allSatisfy(command -> assertThat(command.getReserve().getAllowPartial()).isTrue());
    assertThat(advance(new GroupRefused(ID, 1, List.of(soldOut(1, "b")))).events()).isEmpty();
    assertThat(advance(new GroupReserved(ID, 0, List.of(soldOut(0, "a")))).events()).isEmpty();

    Advanced step = advance(new GroupReserved(ID, 2, List.of()));

    OrderEvent event = event(step);
    assertThat(event.hasConfirmed()).isTrue();
    assertThat(event.getRefusalsList()).extracting(LineRefusal::getLine).containsExactly(0, 1);
    assertThat(event.getKeptAmount()).isEqualTo(700);
    assertThat(step.commands()).isEmpty();

    Advanced cancelled = advance(new Cancel(ID, "x", ""));
    assertThat(released(cancelled)).containsExactly(0, 2);
    assertThat(event(cancelled).getRefusalsCount()).isEqualTo(2);
    assertThat(event(cancelled).getKeptAmount()).isZero();
  }

  @Test
  void anOrderThatMayBeKeptInPartIsRejectedWhenNothingCanBeHad() {
    advance(submitted(PARTIAL));
    advance(new GroupRefused(ID, 1, List.of(soldOut(1, "b"))));
    advance(new GroupRefused(ID, 2, List.of(soldOut(2, "c"))));

    // The answer names one line of two; the order has neither.
    Advanced step = advance(new GroupRefused(ID, 0, List.of(soldOut(0, "a"))));

    assertThat(event(step).hasRejected()).isTrue();
    assertThat(event(step).getRefusalsList())
        .extracting(LineRefusal::getLine)
        .containsExactly(0, 1, 2, 3);
    assertThat(event(step).getRefusals(3).getReason())
        .isEqualTo(RefusalReason.REFUSAL_REASON_UNSPECIFIED);
    assertThat(event(step).getRejected().getRefusalsList())
        .isEqualTo(event(step).getRefusalsList());
    assertThat(step.commands()).isEmpty();
  }

  @Test
  void whatIsHeldInPartForAnOrderThatWantsAllIsReleasedToo() {
    reserve(ORDER);

    Advanced step = advance(new GroupReserved(ID, 2, List.of(soldOut(2, "c"))));

    assertThat(event(step).hasRejected()).isTrue();
    assertThat(released(step)).containsExactly(0, 1, 2);
  }

  @Test
  void anotherBodyUnderTheSameIdIsToldWithWhatStands() {
    reserve(ORDER);
    Order other = ORDER.toBuilder().clearLines().addLines(ORDER.getLines(0)).build();
    ByteString print = ByteString.copyFromUtf8("another");

    Decision step = SAGA.decide(state, new OrderMessage.Submitted(other, print), now);

    OrderReject reject = ((Decision.Conflict) step).reject();
    assertThat(reject.getOrder()).isEqualTo(other);
    assertThat(reject.getFingerprint()).isEqualTo(print);
    assertThat(reject.getKnownFingerprint()).isEqualTo(TestOrders.FINGERPRINT);
    assertThat(reject.getKnownStatus()).isEqualTo(OrderStatus.RESERVING);
    assertThat(reject.getKnownVersion()).isEqualTo(1);
    assertThat(Times.instant(reject.getRejectedAt())).isEqualTo(now);
  }

  /** Partitions 0 and 1 hold, group 2 has yet to answer. */
  private void reserve(Order order) {
    advance(submitted(order));
    advance(new GroupReserved(ID, 0, List.of()));
    advance(new GroupReserved(ID, 1, List.of()));
  }

  private Instant hold() {
    reserve(HELD);
    advance(new GroupReserved(ID, 2, List.of()));
    return ((Reserved) state).holdUntil();
  }

  private Advanced advance(OrderMessage message) {
    Decision step = SAGA.decide(state, message, now);
    assertThat(step).isInstanceOf(Advanced.class);
    state = ((Advanced) step).state();
    return (Advanced) step;
  }

  private CommandResult answer(OrderMessage.Command command) {
    Decision step = SAGA.decide(state, command, now);
    assertThat(step).isInstanceOf(Decision.Answered.class);
    return ((Decision.Answered) step).result();
  }

  private String refusal(OrderMessage.Command command) {
    CommandResult result = answer(command);
    assertThat(result.getVerdict()).isEqualTo(CommandVerdict.NOT_ALLOWED);
    assertThat(result.getCommandId()).isEqualTo(command.commandId());
    return result.getReason();
  }

  private static OrderEvent event(Advanced step) {
    assertThat(step.events()).hasSize(1);
    return step.events().getFirst();
  }

  private static CommandResult result(Advanced step) {
    return Objects.requireNonNull(step.result());
  }

  private static List<Integer> released(Advanced step) {
    assertThat(step.commands()).allMatch(InventoryCommand::hasRelease);
    return step.commands().stream().map(command -> command.getRelease().getGroup()).toList();
  }
}
