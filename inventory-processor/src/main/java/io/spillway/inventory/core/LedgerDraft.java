package io.spillway.inventory.core;

import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as a batch has changed it so far, over the state that was loaded. Lives for one
 * decision; not thread-safe.
 */
final class LedgerDraft {
  private final LedgerState loaded;
  private final Instant now;
  private final Map<MovementKey, Movement> movements = new HashMap<>();
  private final List<Movement> written = new ArrayList<>();
  private final Map<StockKey, StockLevel> changed = new HashMap<>();

  LedgerDraft(LedgerState loaded, Instant now) {
    this.loaded = loaded;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  @Nullable Movement movement(MovementKey key) {
    Movement movement = movements.get(key);
    return movement != null ? movement : loaded.movements().get(key);
  }

  /** The level of a SKU that has a row, or gets one with this batch; else null. */
  @Nullable StockLevel find(StockKey key) {
    StockLevel level = changed.get(key);
    return level != null ? level : loaded.levels().get(key);
  }

  StockLevel level(StockKey key) {
    StockLevel level = find(key);
    return level != null ? level : StockLevel.absent(key);
  }

  void change(StockLevel level) {
    changed.put(level.key(), level);
  }

  /** Adds a movement, with the level as it is now. */
  Movement record(
      MovementKey key,
      StockKey stock,
      int quantity,
      MovementOutcome outcome,
      @Nullable String reference) {
    StockLevel after = level(stock);
    Movement movement =
        new Movement(
            key, stock, quantity, outcome, after.available(), after.reserved(), reference, now);
    movements.put(key, movement);
    written.add(movement);
    return movement;
  }

  Decision decision(List<LineDecision> settlements) {
    List<StockLevel> levels =
        changed.values().stream()
            .sorted(Comparator.comparing(StockLevel::key))
            .map(StockLevel::written)
            .toList();
    return new Decision(written, levels, settlements);
  }
}
