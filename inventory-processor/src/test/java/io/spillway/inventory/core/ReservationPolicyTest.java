package io.spillway.inventory.core;

import static io.spillway.inventory.core.Ledgers.NOW;
import static io.spillway.inventory.core.Ledgers.adjust;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.order;
import static io.spillway.inventory.core.Ledgers.outcomes;
import static io.spillway.inventory.core.Ledgers.refusal;
import static io.spillway.inventory.core.Ledgers.release;
import static io.spillway.inventory.core.Ledgers.reserve;
import static io.spillway.inventory.core.Ledgers.reservePart;
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

class ReservationPolicyTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @Nested
  class Reserving {
    @Test
    void holdsEveryLine() {
      Ledgers ledger = withStock("A", 5, "B", 9);

      Decision decision = ledger.decide(reserve(1, line(0, "A", 5), line(1, "B", 2)));

      assertThat(decision.settlements())
          .containsExactly(new LineDecision.Reserved(NOW, false, 2, List.of()));
      assertThat(decision.movements())
          .containsExactly(
              new Movement(
                  new MovementKey(order(1), 0, MovementKind.RESERVE),
                  stock("A"),
                  5,
                  MovementOutcome.APPLIED,
                  0,
                  5,
                  null,
                  NOW),
              new Movement(
                  new MovementKey(order(1), 1, MovementKind.RESERVE),
                  stock("B"),
                  2,
                  MovementOutcome.APPLIED,
                  7,
                  2,
                  null,
                  NOW));
      assertThat(decision.levels())
          .containsExactly(
              new StockLevel(stock("A"), 0, 5, 2), new StockLevel(stock("B"), 7, 2, 2));
    }

    @Test
    void holdsNothingWhenOneLineIsSoldOut() {
      Ledgers ledger = withStock("A", 5, "B", 1);

      Decision decision = ledger.decide(reserve(1, line(0, "A", 1), line(1, "B", 2)));

      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Refused(
                  NOW, false, List.of(refusal(1, "B", RefusalReason.SOLD_OUT, 2, 1))));
      assertThat(outcomes(decision))
          .containsExactly(MovementOutcome.SIBLING_REFUSED, MovementOutcome.SOLD_OUT);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void namesEveryRefusedLineAndOnlyThose() {
      Ledgers ledger = withStock("A", 5, "B", 0);

      Decision decision =
          ledger.decide(
              reserve(1, line(0, "B", 1), line(1, "A", 1), line(2, "none", 3), line(7, "A", 9)));

      assertThat(((LineDecision.Refused) decision.settlements().getFirst()).refusals())
          .containsExactly(
              refusal(0, "B", RefusalReason.SOLD_OUT, 1, 0),
              refusal(2, "none", RefusalReason.UNKNOWN_SKU, 3, 0),
              refusal(7, "A", RefusalReason.SOLD_OUT, 9, 4));
    }

    @Test
    void countsLinesOfTheSameSkuTogether() {
      Ledgers enough = withStock("A", 6);
      assertThat(
              enough.decide(reserve(1, line(0, "A", 3), line(1, "A", 3))).settlements().getFirst())
          .isInstanceOf(LineDecision.Reserved.class);
      assertThat(enough.level("A")).isEqualTo(new StockLevel(stock("A"), 0, 6, 2));

      Ledgers short1 = withStock("A", 5);
      Decision decision = short1.decide(reserve(1, line(0, "A", 3), line(1, "A", 3)));
      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Refused(
                  NOW, false, List.of(refusal(1, "A", RefusalReason.SOLD_OUT, 3, 2))));
      assertThat(decision.movements()).allMatch(movement -> movement.availableAfter() == 5);
    }

    @Test
    void aSmallerLineMayFollowARefusedOne() {
      Decision decision = withStock("A", 5).decide(reserve(1, line(0, "A", 6), line(1, "A", 5)));

      assertThat(outcomes(decision))
          .containsExactly(MovementOutcome.SOLD_OUT, MovementOutcome.SIBLING_REFUSED);
      assertThat(((LineDecision.Refused) decision.settlements().getFirst()).refusals())
          .containsExactly(refusal(0, "A", RefusalReason.SOLD_OUT, 6, 5));
    }

    @Test
    void seesWhatEarlierCommandsOfTheBatchTook() {
      Ledgers ledger = withStock("A", 1);

      Decision decision = ledger.decide(reserve(1, line(0, "A", 1)), reserve(2, line(0, "A", 1)));

      assertThat(decision.settlements().get(0)).isInstanceOf(LineDecision.Reserved.class);
      assertThat(decision.settlements().get(1)).isInstanceOf(LineDecision.Refused.class);
      assertThat(decision.levels()).containsExactly(new StockLevel(stock("A"), 0, 1, 2));
    }

    @Test
    void leavesZerosForASkuWithoutARow() {
      Decision decision = new Ledgers().decide(reserve(1, line(0, "none", 1)));

      assertThat(decision.movements())
          .allMatch(movement -> movement.availableAfter() == 0 && movement.reservedAfter() == 0);
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void neverOverflowsOnHugeQuantities() {
      Ledgers ledger = withStock("A", Integer.MAX_VALUE);
      int max = Integer.MAX_VALUE;

      Decision decision =
          ledger.decide(reserve(1, line(0, "A", max), line(1, "A", max), line(2, "A", max)));

      assertThat(((LineDecision.Refused) decision.settlements().getFirst()).refusals())
          .containsExactly(
              refusal(1, "A", RefusalReason.SOLD_OUT, max, 0),
              refusal(2, "A", RefusalReason.SOLD_OUT, max, 0));
    }
  }

  @Nested
  class Partly {
    private final Command part =
        reservePart(1, line(0, "A", 3), line(1, "A", 3), line(2, "none", 1), line(3, "A", 1));

    @Test
    void holdsWhatCanBeHadInTheLinesOrder() {
      Ledgers ledger = withStock("A", 5);

      Decision decision = ledger.decide(part);

      assertThat(outcomes(decision))
          .containsExactly(
              MovementOutcome.APPLIED,
              MovementOutcome.SOLD_OUT,
              MovementOutcome.UNKNOWN_SKU,
              MovementOutcome.APPLIED);
      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Reserved(
                  NOW,
                  false,
                  2,
                  List.of(
                      refusal(1, "A", RefusalReason.SOLD_OUT, 3, 2),
                      refusal(2, "none", RefusalReason.UNKNOWN_SKU, 1, 0))));
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 1, 4, 2));
    }

    @Test
    void isRefusedWhenNothingCanBeHad() {
      Decision decision = withStock("A", 0).decide(reservePart(1, line(0, "A", 3)));

      assertThat(decision.settlements())
          .containsExactly(
              new LineDecision.Refused(
                  NOW, false, List.of(refusal(0, "A", RefusalReason.SOLD_OUT, 3, 0))));
      assertThat(decision.levels()).isEmpty();
    }

    @Test
    void answersAsStoredThoughThereIsStockNow() {
      Ledgers ledger = withStock("A", 5);
      LineDecision.Reserved first =
          (LineDecision.Reserved) ledger.decide(part).settlements().getFirst();
      ledger.decide(adjust("more", "A", 100), adjust("more", "none", 100));

      assertThat(ledger.decide(LATER, List.of(part)))
          .isEqualTo(
              new Decision(
                  List.of(),
                  List.of(),
                  List.of(new LineDecision.Reserved(NOW, true, 2, first.refusals()))));
    }
  }

  @Nested
  class Repeating {
    private final Command held = reserve(1, line(0, "A", 2), line(1, "B", 1));
    private final Command refused =
        reserve(2, line(0, "A", 2), line(1, "A", 3), line(2, "none", 1));

    @Test
    void answersAReservationAsStored() {
      Ledgers ledger = withStock("A", 4, "B", 4);
      ledger.decide(held);

      Decision again = ledger.decide(LATER, List.of(held));

      assertThat(again)
          .isEqualTo(
              new Decision(
                  List.of(),
                  List.of(),
                  List.of(new LineDecision.Reserved(NOW, true, 2, List.of()))));
    }

    @Test
    void answersARefusalAsStoredThoughThereIsStockNow() {
      Ledgers ledger = withStock("A", 4);
      LineDecision.Refused first =
          (LineDecision.Refused) ledger.decide(refused).settlements().getFirst();
      ledger.decide(adjust("more", "A", 100), adjust("more", "none", 100));

      Decision again = ledger.decide(LATER, List.of(refused));

      assertThat(again.settlements())
          .containsExactly(new LineDecision.Refused(NOW, true, first.refusals()));
      assertThat(first.refusals())
          .containsExactly(
              refusal(1, "A", RefusalReason.SOLD_OUT, 3, 2),
              refusal(2, "none", RefusalReason.UNKNOWN_SKU, 1, 0));
      assertThat(again.movements()).isEmpty();
    }

    @Test
    void recognisesARepetitionInTheSameBatch() {
      Ledgers ledger = withStock("A", 4, "B", 4);

      Decision decision = ledger.decide(held, held, refused, refused);

      assertThat(decision.settlements().stream().map(LineDecision::repeated))
          .containsExactly(false, true, false, true);
      assertThat(decision.movements()).hasSize(5);
      assertThat(ledger.level("A")).isEqualTo(new StockLevel(stock("A"), 2, 2, 2));
    }

    @Test
    void answersAReservationAsStoredThoughItWasReleased() {
      Ledgers ledger = withStock("A", 4, "B", 4);
      ledger.decide(held, release(1, line(0, "A", 2), line(1, "B", 1)));

      assertThat(ledger.decide(LATER, List.of(held)).settlements())
          .containsExactly(new LineDecision.Reserved(NOW, true, 2, List.of()));
      assertThat(ledger.level("A").available()).isEqualTo(4);
    }

    @Test
    void refusesToGuessWhenARepetitionDiffers() {
      Ledgers ledger = withStock("A", 9, "B", 9);
      ledger.decide(held);

      assertConflict(ledger, reserve(1, line(0, "A", 3), line(1, "B", 1)));
      assertConflict(ledger, reserve(1, line(0, "B", 2), line(1, "B", 1)));
      assertConflict(ledger, reserve(1, line(0, "A", 2), line(1, "B", 1), line(2, "B", 1)));
      assertConflict(ledger, release(1, line(0, "A", 1)));
    }

    private void assertConflict(Ledgers ledger, Command command) {
      assertThatThrownBy(() -> ledger.decide(command)).isInstanceOf(CommandConflictException.class);
    }
  }

  @Test
  void timesAreWholeMillisecondsAsRowsHoldThem() {
    Decision decision = new Ledgers().decide(NOW.plusNanos(456_789), List.of(adjust("r", "A", 1)));

    assertThat(decision.settlements().getFirst().settledAt()).isEqualTo(NOW);
  }

  @Test
  void tenantsDoNotShareStock() {
    Ledgers ledger = withStock("A", 5);
    Command other =
        new Command.Reserve(
            order(1), 0, List.of(new Command.Line(0, new StockKey("other", "A"), 1)), false);

    assertThat(outcomes(ledger.decide(other))).containsExactly(MovementOutcome.UNKNOWN_SKU);
  }
}
