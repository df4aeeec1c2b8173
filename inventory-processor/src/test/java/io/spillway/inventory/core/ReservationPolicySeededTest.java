package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random batches against a model that knows nothing of batches, movements or duplicates' rows. */
class ReservationPolicySeededTest {
  private static final int SKUS = 6;

  static java.util.stream.LongStream seeds() {
    Long only = Long.getLong("seed");
    return only != null
        ? java.util.stream.LongStream.of(only)
        : java.util.stream.LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheNaiveModelAndKeepsTheInvariants(long seed) {
    Random random = new Random(seed);
    List<Command> commands = commands(random);
    Ledgers ledger = new Ledgers();
    NaiveStock naive = new NaiveStock();
    List<LineDecision> settlements = new ArrayList<>();

    for (int from = 0; from < commands.size(); ) {
      int to = Math.min(commands.size(), from + 1 + random.nextInt(12));
      Instant at = Ledgers.NOW.plusMillis(from);
      Decision decision = ledger.decide(at, commands.subList(from, to));
      settlements.addAll(decision.settlements());
      for (int i = from; i < to; i++) {
        assertThat(NaiveStock.gist(settlements.get(i)))
            .as("seed %d, command %d: %s", seed, i, commands.get(i))
            .isEqualTo(naive.settle(commands.get(i)));
      }
      from = to;
    }

    naive.requireSame(ledger, seed);
    requireInvariants(ledger, seed);
    requireReplayChangesNothing(ledger, commands, settlements, random, seed);
  }

  private static void requireInvariants(Ledgers ledger, long seed) {
    Map<StockKey, Long> available = new HashMap<>();
    Map<StockKey, Long> reserved = new HashMap<>();
    Map<StockKey, Long> adjusted = new HashMap<>();
    Map<StockKey, Long> fulfilled = new HashMap<>();
    for (Movement movement : ledger.state().movements().values()) {
      if (movement.applied()) {
        long units = movement.quantity();
        MovementKind kind = movement.key().kind();
        StockKey stock = movement.stock();
        adjusted.merge(stock, kind == MovementKind.ADJUST ? units : 0, Long::sum);
        fulfilled.merge(stock, kind == MovementKind.FULFIL ? units : 0, Long::sum);
        available.merge(
            stock,
            switch (kind) {
              case RESERVE -> -units;
              case RELEASE, ADJUST -> units;
              case FULFIL -> 0L;
            },
            Long::sum);
        reserved.merge(
            stock,
            switch (kind) {
              case RESERVE -> units;
              case RELEASE, FULFIL -> -units;
              case ADJUST -> 0L;
            },
            Long::sum);
      }
    }
    for (StockLevel level : ledger.state().levels().values()) {
      assertThat(level.available()).as("seed %d, %s", seed, level).isNotNegative();
      assertThat((long) level.available()).isEqualTo(available.get(level.key()));
      assertThat((long) level.reserved()).isEqualTo(reserved.get(level.key()));
      assertThat((long) level.available() + level.reserved() + fulfilled.get(level.key()))
          .isEqualTo(adjusted.get(level.key()));
      long writes =
          ledger.decisions().stream()
              .flatMap(decision -> decision.levels().stream())
              .filter(written -> written.key().equals(level.key()))
              .count();
      assertThat(level.version()).as("versions rise by one").isEqualTo(writes);
    }
  }

  private static void requireReplayChangesNothing(
      Ledgers ledger,
      List<Command> commands,
      List<LineDecision> settlements,
      Random random,
      long seed) {
    LedgerState before = ledger.state();
    int prefix = 1 + random.nextInt(commands.size());
    Decision replay = ledger.decide(Ledgers.NOW.plusSeconds(3600), commands.subList(0, prefix));
    assertThat(replay.movements()).as("seed %d", seed).isEmpty();
    assertThat(replay.levels()).as("seed %d", seed).isEmpty();
    assertThat(ledger.state()).isEqualTo(before);
    for (int i = 0; i < prefix; i++) {
      LineDecision again = replay.settlements().get(i);
      assertThat(again.repeated()).isTrue();
      assertThat(again.settledAt()).isEqualTo(settlements.get(i).settledAt());
      assertThat(NaiveStock.outcome(again)).isEqualTo(NaiveStock.outcome(settlements.get(i)));
    }
  }

  private static List<Command> commands(Random random) {
    List<Command> commands = new ArrayList<>();
    List<Command> sent = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int dice = random.nextInt(10);
      Command command;
      if (dice < 5 || sent.isEmpty()) {
        command =
            new Command.Reserve(
                Ledgers.order(i), random.nextInt(3), lines(random), random.nextBoolean());
      } else if (dice < 7) {
        command = adjustment(random, i);
      } else if (dice < 9) {
        command = counterpart(sent.get(random.nextInt(sent.size())), random);
      } else {
        command = sent.get(random.nextInt(sent.size()));
      }
      sent.add(command);
      // Some are only known to exist: their release, if any comes, precedes them.
      if (dice != 4) {
        commands.add(command);
      }
    }
    return commands;
  }

  /** Another command for the same lines, which may not be known yet, or be long over. */
  private static Command counterpart(Command command, Random random) {
    return switch (command) {
      case Command.Reserve(var ref, int group, var lines, boolean _) ->
          another(random, ref, group, lines);
      case Command.Release(var ref, int group, var lines) -> another(random, ref, group, lines);
      case Command.Fulfil(var ref, int group, var lines) -> another(random, ref, group, lines);
      case Command.Adjust adjust -> adjust;
    };
  }

  private static Command another(Random random, RoutedId ref, int group, List<Command.Line> lines) {
    return switch (random.nextInt(3)) {
      case 0 -> new Command.Reserve(ref, group, lines, random.nextBoolean());
      case 1 -> new Command.Release(ref, group, lines);
      default -> new Command.Fulfil(ref, group, lines);
    };
  }

  private static Command adjustment(Random random, int number) {
    String reference = "r" + number;
    int delta =
        switch (random.nextInt(12)) {
          case 0 -> Integer.MAX_VALUE;
          case 1 -> Integer.MIN_VALUE;
          default -> random.nextInt(40) - 8;
        };
    String sku = "S" + random.nextInt(SKUS);
    return random.nextInt(4) == 0
        ? Ledgers.lowStockAt(reference, sku, delta, random.nextInt(9))
        : Ledgers.adjust(reference, sku, delta);
  }

  private static List<Command.Line> lines(Random random) {
    List<Command.Line> lines = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      lines.add(Ledgers.line(i, "S" + random.nextInt(SKUS), 1 + random.nextInt(6)));
    }
    return lines;
  }
}
