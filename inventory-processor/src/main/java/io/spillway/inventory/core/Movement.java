package io.spillway.inventory.core;

import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger: what was asked of a SKU, how it ended and the level it left behind.
 *
 * @param quantity units asked for; signed for an adjustment
 * @param availableAfter units available afterwards; unchanged unless the outcome is APPLIED, 0
 *     without a stock row
 * @param reference the adjustment's reference; null for an order
 * @param at whole milliseconds, as rows hold them
 */
public record Movement(
    MovementKey key,
    StockKey stock,
    int quantity,
    MovementOutcome outcome,
    int availableAfter,
    int reservedAfter,
    @Nullable String reference,
    Instant at) {
  boolean applied() {
    return outcome == MovementOutcome.APPLIED;
  }
}
