package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.inventory.core.Command.Adjust;
import io.spillway.inventory.core.Command.Release;
import io.spillway.inventory.core.Command.Reserve;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
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

  /** What is to be said of the command, with "again" when it was said before. */
  String settle(Command command) {
    return switch (command) {
      case Reserve reserve -> once(told, reserve.ref(), reserve(reserve));
      case Release release -> once(releases, release.ref(), release(release));
      case Adjust adjust -> once(told, adjust.ref(), adjust(adjust));
    };
  }

  static String gist(Verdict verdict) {
    return (verdict.repeated() ? "again " : "") + outcome(verdict);
  }

  static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Reserved reserved -> "held";
      case Verdict.Refused refused ->
          "refused"
              + refused.refusals().stream()
                  .map(line -> line.getLine() + " " + line.getReason() + " " + line.getAvailable())
                  .toList();
      case Verdict.Released released -> "released";
      case Verdict.Adjusted adjusted -> adjusted.outcome().name();
    };
  }

  void requireSame(Ledgers ledger, long seed) {
    Map<StockKey, StockLevel> levels = ledger.state().levels();
    assertThat(levels.keySet()).as("seed %d", seed).isEqualTo(available.keySet());
    for (StockLevel level : levels.values()) {
      assertThat((long) level.available()).isEqualTo(available.get(level.key()));
      assertThat((long) level.reserved()).isEqualTo(reserved.getOrDefault(level.key(), 0L));
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
      List<String> refusals = new java.util.ArrayList<>();
      for (Command.Line line : command.lines()) {
        Long units = left.get(line.stock());
        if (units == null) {
          refusals.add(line.number() + " UNKNOWN_SKU 0");
        } else if (units < line.quantity()) {
          refusals.add(line.number() + " SOLD_OUT " + units);
        } else {
          left.put(line.stock(), units - line.quantity());
        }
      }
      if (!refusals.isEmpty()) {
        return "refused" + refusals;
      }
      available.putAll(left);
      command
          .lines()
          .forEach(line -> reserved.merge(line.stock(), (long) line.quantity(), Long::sum));
      return "held";
    };
  }

  private java.util.function.Supplier<String> release(Release command) {
    return () -> {
      String reservation = told.get(command.ref());
      if (reservation == null) {
        told.put(command.ref(), "refused" + voided(command));
      } else if (reservation.equals("held")) {
        for (Command.Line line : command.lines()) {
          available.merge(line.stock(), (long) line.quantity(), Long::sum);
          reserved.merge(line.stock(), (long) -line.quantity(), Long::sum);
        }
      }
      return "released";
    };
  }

  private List<String> voided(Release command) {
    return command.lines().stream()
        .map(line -> line.number() + " VOIDED " + available.getOrDefault(line.stock(), 0L))
        .toList();
  }

  private java.util.function.Supplier<String> adjust(Adjust command) {
    return () -> {
      long after = available.getOrDefault(command.key(), 0L) + command.delta();
      long total = after + reserved.getOrDefault(command.key(), 0L);
      if (after < 0 || total > Integer.MAX_VALUE) {
        return MovementOutcome.OUT_OF_RANGE.name();
      }
      available.put(command.key(), after);
      return MovementOutcome.APPLIED.name();
    };
  }
}
