package io.spillway.inventory.port;

import static io.spillway.inventory.core.Ledgers.NOW;
import static io.spillway.inventory.core.Ledgers.adjust;
import static io.spillway.inventory.core.Ledgers.fulfil;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.lowStockAt;
import static io.spillway.inventory.core.Ledgers.release;
import static io.spillway.inventory.core.Ledgers.reserve;
import static io.spillway.inventory.core.Ledgers.reservePart;
import static io.spillway.inventory.core.Ledgers.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.core.LineDecision;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger does. Each test has SKUs of its own, so backends may keep their rows. */
public abstract class StockLedgerContract {
  protected static final int SHARD = 0;

  private static final AtomicInteger NEXT_ORDER = new AtomicInteger(new Random().nextInt(1 << 30));

  private final String prefix = UUID.randomUUID().toString().substring(0, 8) + "-";
  private final int firstOrder = NEXT_ORDER.getAndAdd(4_096);

  protected abstract StockLedger ledger();

  protected Decision settle(Instant at, List<Command> commands) throws LedgerException {
    return ledger()
        .settle(
            SHARD,
            LedgerScope.of(commands),
            state -> ReservationPolicy.decide(commands, state, at));
  }

  private Decision settle(Command... commands) throws LedgerException {
    return settle(NOW, List.of(commands));
  }

  private String sku(String name) {
    return prefix + name;
  }

  private int id(int number) {
    return firstOrder + number;
  }

  private LedgerState read(Command... commands) throws LedgerException {
    LedgerState[] seen = new LedgerState[1];
    LedgerScope scope = LedgerScope.of(List.of(commands));
    ledger()
        .settle(
            SHARD,
            new LedgerScope(scope.refs(), scope.refs(), scope.stock()),
            state -> {
              seen[0] = state;
              return new Decision(List.of(), List.of(), List.of());
            });
    return seen[0];
  }

  @Test
  void keepsWhatWasDecided() throws Exception {
    Command open = adjust("öffnen/1", sku("A"), 10);
    Command reserve = reserve(id(1), line(0, sku("A"), 4), line(300, sku("A"), 1));
    Command refused = reserve(id(2), line(32_767, sku("none"), 4));

    Decision decision = settle(open, reserve, refused);
    LedgerState state = read(open, reserve, refused);

    assertThat(state.movements().values())
        .containsExactlyInAnyOrderElementsOf(decision.movements());
    assertThat(state.levels())
        .containsOnlyKeys(stock(sku("A")))
        .containsValue(new StockLevel(stock(sku("A")), 5, 5, 1));
  }

  @Test
  void rewritesARowItHolds() throws Exception {
    settle(adjust("r", sku("A"), 10));
    settle(reserve(id(1), line(0, sku("A"), 4)));
    settle(release(id(1), line(0, sku("A"), 4)), adjust("s", sku("A"), -1));

    assertThat(read(adjust("t", sku("A"), 0)).levels())
        .containsValue(new StockLevel(stock(sku("A")), 9, 0, 3));
  }

  @Test
  void keepsAThresholdUntilItIsSetAgain() throws Exception {
    settle(lowStockAt("open", sku("A"), 10, 4), adjust("open", sku("B"), 10));
    settle(lowStockAt("set", sku("B"), 0, Integer.MAX_VALUE));
    settle(lowStockAt("open", sku("A"), 10, 4), reserve(id(1), line(0, sku("A"), 3)));
    settle(lowStockAt("open", sku("C"), 1, 3), lowStockAt("never", sku("C"), 0, 0));

    Command[] all = {adjust("t", sku("A"), 0), adjust("t", sku("B"), 0), adjust("t", sku("C"), 0)};
    assertThat(read(all).levels().values())
        .containsExactlyInAnyOrder(
            new StockLevel(stock(sku("A")), 7, 3, 2, 4),
            new StockLevel(stock(sku("B")), 10, 0, 2, Integer.MAX_VALUE),
            new StockLevel(stock(sku("C")), 1, 0, 1, 0));
  }

  @Test
  void keepsWhatWasHandedOver() throws Exception {
    settle(adjust("r", sku("A"), 10));
    Command part = reservePart(id(1), line(0, sku("A"), 4), line(1, sku("none"), 1));
    Command fulfil = fulfil(id(1), line(0, sku("A"), 4), line(1, sku("none"), 1));
    settle(part);
    Decision decision = settle(fulfil);

    assertThat(read(fulfil).movements().values()).containsAll(decision.movements());
    assertThat(read(fulfil).levels())
        .containsOnlyKeys(stock(sku("A")))
        .containsValue(new StockLevel(stock(sku("A")), 6, 0, 3));
  }

  @Test
  void answersARepetitionAsStored() throws Exception {
    Command[] commands = {
      adjust("r", sku("A"), 10),
      reserve(id(1), line(0, sku("A"), 4)),
      reserve(id(2), line(0, sku("A"), 1), line(1, sku("A"), 6), line(2, sku("none"), 1)),
      release(id(3), line(0, sku("A"), 1)),
      reserve(id(3), line(0, sku("A"), 1)),
      reservePart(id(4), line(0, sku("A"), 5), line(1, sku("A"), 9), line(2, sku("none"), 1)),
      fulfil(id(4), line(0, sku("A"), 5), line(1, sku("A"), 9), line(2, sku("none"), 1)),
      adjust("s", sku("A"), -99),
    };
    List<LineDecision> first = settle(commands).settlements();

    Decision again = settle(NOW.plusSeconds(60), List.of(commands));

    assertThat(again.movements()).isEmpty();
    assertThat(again.levels()).isEmpty();
    assertThat(again.settlements()).allMatch(LineDecision::repeated);
    assertThat(again.settlements().get(2))
        .isEqualTo(
            new LineDecision.Refused(NOW, true, ((LineDecision.Refused) first.get(2)).refusals()));
    assertThat(again.settlements().get(4)).isEqualTo(first.get(4));
    assertThat(again.settlements().get(5))
        .isEqualTo(
            new LineDecision.Reserved(
                NOW, true, 1, ((LineDecision.Reserved) first.get(5)).refusals()));
    assertThat(again.settlements().get(6)).isEqualTo(new LineDecision.Fulfilled(NOW, true, 0));
    assertThat(again.settlements().get(7))
        .isEqualTo(new LineDecision.Adjusted(NOW, true, MovementOutcome.NOT_AVAILABLE));
  }

  @Test
  void keepsThatAReferenceWasUsedForAnotherAdjustment() throws Exception {
    settle(adjust("r", sku("A/ß"), 10));
    Command other = adjust("r", sku("A/ß"), -3);

    Decision decision = settle(NOW.plusSeconds(1), List.of(adjust("s", sku("A/ß"), 2), other));
    Decision again = settle(NOW.plusSeconds(2), List.of(other));

    Instant at = NOW.plusSeconds(1);
    assertThat(decision.settlements())
        .containsExactly(
            new LineDecision.Adjusted(at, false, MovementOutcome.APPLIED),
            new LineDecision.Adjusted(at, false, MovementOutcome.CONFLICTING));
    assertThat(again.movements()).isEmpty();
    assertThat(again.settlements())
        .containsExactly(new LineDecision.Adjusted(at, true, MovementOutcome.CONFLICTING));
    LedgerState state = read(other);
    assertThat(state.movements()).hasSize(2).containsValue(decision.movements().getLast());
    assertThat(state.levels()).containsValue(new StockLevel(stock(sku("A/ß")), 12, 0, 2));
  }

  @Test
  void settlesWhatIsNewBesideARepetition() throws Exception {
    settle(adjust("r", sku("A"), 10), reserve(id(1), line(0, sku("A"), 4)));

    Decision decision =
        settle(
            reserve(id(2), line(0, sku("A"), 1)),
            reserve(id(1), line(0, sku("A"), 4)),
            adjust("r", sku("A"), 10),
            adjust("s", sku("A"), 2),
            release(id(1), line(0, sku("A"), 4)));

    assertThat(decision.settlements())
        .extracting(LineDecision::repeated)
        .containsExactly(false, true, true, false, false);
    assertThat(read(adjust("t", sku("A"), 0)).levels().values())
        .extracting(StockLevel::available, StockLevel::reserved)
        .containsExactly(tuple(11, 1));
  }

  @Test
  void tellsTenantsAndLettersApart() throws Exception {
    Command other =
        new Command.Adjust(
            io.spillway.schemas.routing.RoutedId.ofAdjustment("other", sku("a"), "r"),
            new StockKey("other", sku("a")),
            7,
            "r",
            null);
    settle(adjust("r", sku("a"), 1), adjust("r", sku("A"), 2), adjust("r", sku("a "), 3), other);

    assertThat(
            read(
                    adjust("r", sku("a"), 0),
                    adjust("r", sku("A"), 0),
                    adjust("r", sku("a "), 0),
                    other)
                .levels()
                .values())
        .extracting(StockLevel::available)
        .containsExactlyInAnyOrder(1, 2, 3, 7);
  }

  @Test
  void leavesNothingBehindWhenTheDecisionThrows() throws Exception {
    Command command = adjust("r", sku("A"), 10);
    assertThatThrownBy(
            () ->
                ledger()
                    .settle(
                        SHARD,
                        LedgerScope.of(List.of(command)),
                        _ -> {
                          throw new IllegalStateException("no");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(read(command).levels()).isEmpty();
    assertThat(settle(command).settlements().getFirst().repeated()).isFalse();
  }

  @Test
  void takesBatchesOfAnySize() throws Exception {
    for (int lines : new int[] {1, 2, 3, 511, 513, 1_114}) {
      String name = "n" + lines + "-";
      Command[] open =
          IntStream.range(0, lines)
              .mapToObj(i -> adjust("r", sku(name + i), 1))
              .toArray(Command[]::new);
      settle(open);
      Command.Line[] all =
          IntStream.range(0, lines)
              .mapToObj(i -> line(i, sku(name + i), 1))
              .toArray(Command.Line[]::new);

      Decision decision = settle(reserve(id(lines), all));

      assertThat(decision.settlements().getFirst())
          .isEqualTo(new LineDecision.Reserved(NOW, false, lines, List.of()));
      assertThat(read(reserve(id(lines), all)).levels().values())
          .hasSize(lines)
          .allMatch(level -> level.reserved() == 1 && level.version() == 2);
    }
  }

  @Test
  void neverSellsTwiceWhateverRunsSideBySide() throws Exception {
    int workers = 4;
    int units = 40;
    settle(adjust("r", sku("hot"), units), adjust("r", sku("cold"), 1_000));
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int own = worker;
      tasks.add(
          () -> {
            int held = 0;
            for (int i = 0; i < 25; i++) {
              Command.Line cold = line(0, sku("cold"), 1);
              Command.Line hot = line(1, sku("hot"), 1);
              // Every other worker names the rows the other way round.
              Command command =
                  own % 2 == 0
                      ? reserve(id(own * 1_000 + i), cold, hot)
                      : reserve(id(own * 1_000 + i), hot, cold);
              held += patiently(command) instanceof LineDecision.Reserved ? 1 : 0;
            }
            return held;
          });
    }

    assertThat(sum(tasks)).isEqualTo(units);
    assertThat(read(adjust("x", sku("hot"), 0)).levels())
        .containsEntry(stock(sku("hot")), new StockLevel(stock(sku("hot")), 0, units, units + 1));
  }

  @Test
  void losesNoAdjustmentWhenSeveralOpenASku() throws Exception {
    for (int round = 0; round < 10; round++) {
      String sku = sku("open" + round);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        String reference = "r" + worker;
        tasks.add(
            () -> {
              patiently(adjust(reference, sku, 1));
              return 1;
            });
      }
      sum(tasks);

      assertThat(read(adjust("x", sku, 0)).levels())
          .containsEntry(stock(sku), new StockLevel(stock(sku), 4, 0, 4));
    }
  }

  @Test
  void settlesOnceWhatTwoSettleSideBySide() throws Exception {
    settle(adjust("r", sku("A"), 100));
    for (int round = 0; round < 20; round++) {
      Command command = reserve(id(round), line(0, sku("A"), 1));
      List<Callable<Integer>> tasks =
          List.of(
              () -> patiently(command).repeated() ? 0 : 1,
              () -> patiently(command).repeated() ? 0 : 1,
              () -> patiently(command).repeated() ? 0 : 1);

      assertThat(sum(tasks)).isEqualTo(1);
    }
    assertThat(read(adjust("x", sku("A"), 0)).levels())
        .containsEntry(stock(sku("A")), new StockLevel(stock(sku("A")), 80, 20, 21));
  }

  private LineDecision patiently(Command command) throws LedgerException {
    for (int attempt = 1; ; attempt++) {
      try {
        return settle(command).settlements().getFirst();
      } catch (LedgerException e) {
        requireTransient(e);
        if (attempt == 50) {
          throw e;
        }
      }
    }
  }

  /** Fails the test unless the loop would try again after this. */
  protected void requireTransient(LedgerException e) throws LedgerException {
    throw e;
  }

  private static int sum(List<Callable<Integer>> tasks) throws Exception {
    try (var pool = Executors.newFixedThreadPool(tasks.size())) {
      int sum = 0;
      for (Future<Integer> result : pool.invokeAll(tasks)) {
        sum += result.get();
      }
      return sum;
    }
  }

  @Test
  void knowsNothingOfWhatItWasNeverTold() throws Exception {
    LedgerState state = read(reserve(id(1), line(0, sku("A"), 1)));

    assertThat(state.movements()).isEmpty();
    assertThat(state.levels()).isEmpty();
  }
}
