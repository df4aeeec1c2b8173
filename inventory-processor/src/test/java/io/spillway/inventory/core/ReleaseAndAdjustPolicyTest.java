package io.spillway.inventory.core;

import static io.spillway.inventory.core.Ledgers.NOW;
import static io.spillway.inventory.core.Ledgers.adjust;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.lowStockAt;
import static io.spillway.inventory.core.Ledgers.outcomes;
import static io.spillway.inventory.core.Ledgers.refusal;
import static io.spillway.inventory.core.Ledgers.release;
import static io.spillway.inventory.core.Ledgers.reserve;
import static io.spillway.inventory.core.Ledgers.stock;
import static io.spillway.inventory.core.Ledgers.withStock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The other half of {@link ReservationPolicyTest}: giving back, and changing what there is. */
class ReleaseAndAdjustPolicyTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @Nested
  class Releasing {
    @Test
    void givesBackWhatIsHeld() {
      Ledgers ledger = withStock("A", 5);
      ledger.decide(reserve(1, line(0, "A", 2), line(1, "A", 1)));

      Decision decision = ledger.decide(release(1, line(0, "A", 2), line(1, "A", 1)));

      assertThat(decision.settlements()).containsExactly(new LineDecision.Released(NOW, false, 2));
      assertThat(outcomes(decision)).containsOnly(MovementOutcome.APPLIED);
      assertThat(decision.movements().getLast().availableAfter()).isEqualTo(5);
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 5, 0, 3));
    }

    @Test
    void givesBackOnlyOnce() {
      Ledgers ledger = withStock("A", 5);
      Command release = release(1, line(0, "A", 2));
      ledger.decide(reserve(1, line(0, "A", 2)), release, release);

      Decision again = ledger.decide(LATER, List.of(release));

      assertThat(again.settlements()).containsExactly(new LineDecision.Released(NOW, true, 0));
      assertThat(again.movements()).isEmpty();
      assertThat(ledger.level("A").available()).isEqualTo(5);
    }

    @Test
    void voidsAReservationThatHasNotArrived() {
      Ledgers ledger = withStock("A", 5);

      Decision release = ledger.decide(release(1, line(0, "A", 2), line(1, "none", 1)));
      Decision late =
          ledger.decide(LATER, List.of(reserve(1, line(0, "A", 2), line(1, "none", 1))));

      assertThat(release.settlements()).containsExactly(new LineDecision.Released(NOW, false, 0));
      assertThat(release.movements().stream().map(m -> m.key().kind()))
          .containsExactly(
              MovementKind.RESERVE,
              MovementKind.RELEASE,
              MovementKind.RESERVE,
              MovementKind.RELEASE);
      assertThat(outcomes(release)).containsOnly(MovementOutcome.VOIDED);
      assertThat(late.settlements())
          .containsExactly(
              new LineDecision.Refused(
                  NOW,
                  true,
                  List.of(
                      refusal(0, "A", RefusalReason.VOIDED, 2, 5),
                      refusal(1, "none", RefusalReason.VOIDED, 1, 0))));
      assertThat(late.movements()).isEmpty();
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 5, 0, 1));
    }

    @Test
    void voidsAndRefusesInsideOneBatch() {
      Ledgers ledger = withStock("A", 5);

      Decision decision = ledger.decide(release(1, line(0, "A", 2)), reserve(1, line(0, "A", 2)));

      assertThat(decision.settlements().get(1)).isInstanceOf(LineDecision.Refused.class);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void notesTheReleaseOfARefusedReservation() {
      Ledgers ledger = withStock("A", 1, "B", 1);
      ledger.decide(reserve(1, line(0, "A", 1), line(1, "B", 2)));

      Decision decision = ledger.decide(release(1, line(0, "A", 1), line(1, "B", 2)));

      assertThat(decision.settlements()).containsExactly(new LineDecision.Released(NOW, false, 0));
      assertThat(decision.movements().stream().map(m -> m.key().kind()))
          .containsOnly(MovementKind.RELEASE);
      assertThat(outcomes(decision)).containsOnly(MovementOutcome.VOIDED);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void releasesTheLinesThatAnEarlierReleaseLeft() {
      Ledgers ledger = withStock("A", 5);
      ledger.decide(reserve(1, line(0, "A", 2), line(1, "A", 1)), release(1, line(0, "A", 2)));

      Decision decision = ledger.decide(release(1, line(0, "A", 2), line(1, "A", 1)));

      assertThat(decision.settlements()).containsExactly(new LineDecision.Released(NOW, false, 1));
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 5, 0, 3));
    }

    @Test
    void doesNotInventUnitsThatTheRowDoesNotHold() {
      Ledgers ledger = withStock("A", 5);
      ledger.decide(reserve(1, line(0, "A", 2)));
      LedgerState broken = new LedgerState(ledger.state().movements(), java.util.Map.of());

      assertThatThrownBy(
              () -> ReservationPolicy.decide(List.of(release(1, line(0, "A", 2))), broken, NOW))
          .isInstanceOf(CommandConflictException.class);
    }
  }

  @Nested
  class Adjusting {
    @Test
    void createsTheRowAndEndsUnknownSku() {
      Ledgers ledger = new Ledgers();

      Decision decision = ledger.decide(adjust("r", "A", 3), reserve(1, line(0, "A", 3)));

      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Adjusted(NOW, false, MovementOutcome.APPLIED),
              new LineDecision.Reserved(NOW, false, 1, List.of()));
      assertThat(decision.levels()).containsExactly(new StockLevel(stock("A"), 0, 3, 1));
      assertThat(decision.movements().getFirst().reference()).isEqualTo("r");
    }

    @Test
    void countsOnce() {
      Ledgers ledger = new Ledgers();
      Command adjust = adjust("r", "A", 3);

      Decision decision = ledger.decide(adjust, adjust);
      Decision again = ledger.decide(LATER, List.of(adjust));

      assertThat(decision.movements()).hasSize(1);
      assertThat(again.settlements())
          .containsExactly(new LineDecision.Adjusted(NOW, true, MovementOutcome.APPLIED));
      assertThat(ledger.level("A").available()).isEqualTo(3);
    }

    @Test
    void anotherUnderItsReferenceMovesNothingAndIsKept() {
      Ledgers ledger = new Ledgers();

      Decision decision =
          ledger.decide(adjust("r", "A", 5), adjust("r", "A", -3), adjust("r", "A", 5));

      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Adjusted(NOW, false, MovementOutcome.APPLIED),
              new LineDecision.Adjusted(NOW, false, MovementOutcome.CONFLICTING),
              new LineDecision.Adjusted(NOW, true, MovementOutcome.APPLIED));
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 5, 0, 1));
      Movement conflict = decision.movements().getLast();
      assertThat(conflict.key().line()).isEqualTo(1);
      assertThat(conflict.quantity()).isEqualTo(-3);
      assertThat(conflict.availableAfter()).isEqualTo(5);
      assertThat(conflict.reference()).isEqualTo("r");

      Decision again = ledger.decide(LATER, List.of(adjust("r", "A", -3)));
      assertThat(again.movements()).isEmpty();
      assertThat(again.settlements())
          .containsExactly(new LineDecision.Adjusted(NOW, true, MovementOutcome.CONFLICTING));
    }

    @Test
    void keepsTheFirstConflictsOfAReference() {
      Ledgers ledger = withStock("A", 100);
      ledger.decide(adjust("r", "A", 1));

      for (int i = 2; i <= 20; i++) {
        Decision decision = ledger.decide(adjust("r", "A", i));
        assertThat(decision.settlements())
            .containsExactly(new LineDecision.Adjusted(NOW, false, MovementOutcome.CONFLICTING));
        assertThat(decision.movements()).hasSize(i <= ReservationPolicy.MAX_CONFLICTS + 1 ? 1 : 0);
      }
      assertThat(ledger.level("A").available()).isEqualTo(101);
    }

    @Test
    void takesWhatIsAvailableAndNoMore() {
      Ledgers ledger = withStock("A", 5);
      ledger.decide(reserve(1, line(0, "A", 2)));

      assertThat(outcomes(ledger.decide(adjust("r1", "A", -4))))
          .containsExactly(MovementOutcome.NOT_AVAILABLE);
      assertThat(ledger.level("A").version()).isEqualTo(2);
      assertThat(outcomes(ledger.decide(adjust("r2", "A", -3))))
          .containsExactly(MovementOutcome.APPLIED);
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 0, 2, 3));
    }

    @Test
    void takesNothingFromASkuWithoutARow() {
      Decision decision = new Ledgers().decide(adjust("r", "A", -1));

      assertThat(outcomes(decision)).containsExactly(MovementOutcome.NOT_AVAILABLE);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void opensASkuWithNothing() {
      Ledgers ledger = withStock("A", 0);

      assertThat(ledger.level("A").exists()).isTrue();
      assertThat(
              ((LineDecision.Refused)
                      ledger.decide(reserve(1, line(0, "A", 1))).settlements().get(0))
                  .refusals())
          .containsExactly(refusal(0, "A", RefusalReason.SOLD_OUT, 1, 0));
    }

    @Test
    void keepsRoomForWhatIsHeld() {
      Ledgers ledger = withStock("A", Integer.MAX_VALUE);
      ledger.decide(reserve(1, line(0, "A", 10)));

      assertThat(outcomes(ledger.decide(adjust("r", "A", 1))))
          .containsExactly(MovementOutcome.OUT_OF_RANGE);
      ledger.decide(release(1, line(0, "A", 10)));
      assertThat(ledger.level("A").available()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void setsAThresholdThatStaysUntilSetAgain() {
      Ledgers ledger = withStock("A", 5);
      Command four = lowStockAt("four", "A", 0, 4);
      Command none = lowStockAt("none", "A", -1, 0);
      ledger.decide(four);
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 5, 0, 2, 4));
      ledger.decide(reserve(1, line(0, "A", 1)), adjust("r", "A", 1), none);
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 4, 1, 3, 0));

      Decision again = ledger.decide(LATER, List.of(four));

      assertThat(again.levels()).isEmpty();
      assertThat(ledger.level("A").lowStockAt()).isZero();
    }

    @Test
    void setsNoThresholdWhenTheUnitsAreRefused() {
      Ledgers ledger = withStock("A", 5);

      Decision decision = ledger.decide(lowStockAt("r", "A", -6, 4));

      assertThat(outcomes(decision)).containsExactly(MovementOutcome.NOT_AVAILABLE);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void remembersThatItWasRefused() {
      Ledgers ledger = new Ledgers();
      Command adjust = adjust("r", "A", -1);
      ledger.decide(adjust, adjust("s", "A", 10));

      assertThat(ledger.decide(LATER, List.of(adjust)).settlements())
          .containsExactly(new LineDecision.Adjusted(NOW, true, MovementOutcome.NOT_AVAILABLE));
      assertThat(ledger.level("A").available()).isEqualTo(10);
    }
  }
}
