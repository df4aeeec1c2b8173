package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.inventory.core.Command.Adjust;
import io.spillway.inventory.core.Command.Fulfil;
import io.spillway.inventory.core.Command.Release;
import io.spillway.inventory.core.Command.Reserve;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stock as one would first write it: one command at a time, counters per SKU, and a memory of what
 * each order and adjustment was told.
 */
final class NaiveStock {
  private final Map<StockKey, Long> available = new HashMap<>();
  private final Map<StockKey, Long> reserved = new HashMap<>();
  private final Map<RoutedId, String> told = new HashMap<>();
  private final Map<RoutedId, String> releases = new HashMap<>();
  private final Map<RoutedId, String> fulfilments = new HashMap<>();
  private final Map<StockKey, Integer> lowStockAt = new HashMap<>();

  /** The lines that each order holds now. */
  private final Map<RoutedId, List<Command.Line>> held = new HashMap<>();

  /** What is to be said of the command, with "again" when it was said before. */
  String settle(Command command) {
    return switch (command) {
      case Reserve reserve -> once(told, reserve.ref(), reserve(reserve));
      case Release release -> once(releases, release.ref(), release(release));
      case Fulfil fulfil -> once(fulfilments, fulfil.ref(), fulfil(fulfil));
      case Adjust adjust -> once(told, adjust.ref(), adjust(adjust));
    };
  }

  static String gist(LineDecision settlement) {
    return (settlement.repeated() ? "again " : "") + outcome(settlement);
  }

  static String outcome(LineDecision settlement) {
    return switch (settlement) {
      case LineDecision.Reserved reserved ->
          "held " + reserved.lines() + texts(reserved.refusals());
      case LineDecision.Refused refused -> "refused" + texts(refused.refusals());
      case LineDecision.Fulfilled fulfilled -> "fulfilled";
      case LineDecision.Released released -> "released";
      case LineDecision.Adjusted adjusted -> adjusted.outcome().name();
    };
  }

  private static List<String> texts(List<LineRefusal> refusals) {
    return refusals.stream()
        .map(line -> line.getLine() + " " + line.getReason() + " " + line.getAvailable())
        .toList();
  }

  void requireSame(Ledgers ledger, long seed) {
    Map<StockKey, StockLevel> levels = ledger.state().levels();
    assertThat(levels.keySet()).as("seed %d", seed).isEqualTo(available.keySet());
    for (StockLevel level : levels.values()) {
      assertThat((long) level.available()).isEqualTo(available.get(level.key()));
      assertThat((long) level.reserved()).isEqualTo(reserved.getOrDefault(level.key(), 0L));
      assertThat(level.lowStockAt()).isEqualTo(lowStockAt.get(level.key()));
    }
  }

  private static String once(
      Map<RoutedId, String> said, RoutedId ref, java.util.function.Supplier<String> settle) {
    String before = said.get(ref);
    if (before != null) {
      return "again " + before;
    }
    String now = settle.get();
    said.put(ref, now);
    return now;
  }

  private java.util.function.Supplier<String> reserve(Reserve command) {
    return () -> {
      Map<StockKey, Long> left = new HashMap<>(available);
      List<String> refusals = new ArrayList<>();
      List<Command.Line> taken = new ArrayList<>();
      for (Command.Line line : command.lines()) {
        Long units = left.get(line.stock());
        if (units == null) {
          refusals.add(line.number() + " UNKNOWN_SKU 0");
        } else if (units < line.quantity()) {
          refusals.add(line.number() + " SOLD_OUT " + units);
        } else {
          left.put(line.stock(), units - line.quantity());
          taken.add(line);
        }
      }
      if (taken.isEmpty() || (!refusals.isEmpty() && !command.allowPartial())) {
        return "refused" + refusals;
      }
      available.putAll(left);
      taken.forEach(line -> reserved.merge(line.stock(), (long) line.quantity(), Long::sum));
      held.put(command.ref(), taken);
      return "held " + taken.size() + refusals;
    };
  }

  private java.util.function.Supplier<String> release(Release command) {
    return () -> {
      for (Command.Line line : end(command.ref(), command.lines())) {
        available.merge(line.stock(), (long) line.quantity(), Long::sum);
      }
      return "released";
    };
  }

  private java.util.function.Supplier<String> fulfil(Fulfil command) {
    return () -> {
      end(command.ref(), command.lines());
      return "fulfilled";
    };
  }

  /** What was held until now. */
  private List<Command.Line> end(RoutedId ref, List<Command.Line> lines) {
    told.computeIfAbsent(ref, _ -> "refused" + voided(lines));
    List<Command.Line> was = held.remove(ref);
    if (was == null) {
      return List.of();
    }
    was.forEach(line -> reserved.merge(line.stock(), (long) -line.quantity(), Long::sum));
    return was;
  }

  private List<String> voided(List<Command.Line> lines) {
    return lines.stream()
        .map(line -> line.number() + " VOIDED " + available.getOrDefault(line.stock(), 0L))
        .toList();
  }

  private java.util.function.Supplier<String> adjust(Adjust command) {
    return () -> {
      long after = available.getOrDefault(command.key(), 0L) + command.delta();
      long total = after + reserved.getOrDefault(command.key(), 0L);
      if (after < 0) {
        return MovementOutcome.NOT_AVAILABLE.name();
      }
      if (total > Integer.MAX_VALUE) {
        return MovementOutcome.OUT_OF_RANGE.name();
      }
      available.put(command.key(), after);
      if (command.lowStockAt() != null) {
        lowStockAt.put(command.key(), command.lowStockAt());
      }
      return MovementOutcome.APPLIED.name();
    };
  }
}
