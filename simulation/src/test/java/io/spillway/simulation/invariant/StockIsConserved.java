package io.spillway.simulation.invariant;

import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.HashMap;
import java.util.Map;

/** A stock row is the fold of its movements, so available + reserved + handed over = adjusted. */
final class StockIsConserved implements Invariant {
  private static final class Fold {
    int available;
    int reserved;
  }

  @Override
  public void check(StoreFacts facts) {
    Map<StockKey, Fold> folds = new HashMap<>();
    for (Movement movement : facts.movements().values()) {
      if (movement.outcome() == MovementOutcome.APPLIED) {
        fold(folds.computeIfAbsent(movement.stock(), _ -> new Fold()), movement);
      }
    }
    for (StockLevel level : facts.stock().values()) {
      Fold fold = folds.getOrDefault(level.key(), new Fold());
      if (fold.available != level.available() || fold.reserved != level.reserved()) {
        throw StoreFacts.violated(
            this, level + ", but its movements leave " + fold.available + " and " + fold.reserved);
      }
      if (level.available() < 0 || level.reserved() < 0) {
        throw StoreFacts.violated(this, level + " is below zero");
      }
    }
  }

  private static void fold(Fold fold, Movement movement) {
    int units = movement.quantity();
    switch (movement.key().kind()) {
      case ADJUST -> fold.available += units;
      case RESERVE -> {
        fold.available -= units;
        fold.reserved += units;
      }
      case RELEASE -> {
        fold.available += units;
        fold.reserved -= units;
      }
      case FULFIL -> fold.reserved -= units;
    }
  }
}
