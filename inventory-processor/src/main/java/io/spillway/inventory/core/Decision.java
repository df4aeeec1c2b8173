package io.spillway.inventory.core;

import java.util.List;

/**
 * What a batch does to the ledger, and what each command is told.
 *
 * @param movements new rows, in the order they came about
 * @param levels changed stock rows as they are to be written, in key order; a row of version 1 is
 *     new
 * @param settlements one per command, in the commands' order
 */
public record Decision(
    List<Movement> movements, List<StockLevel> levels, List<LineDecision> settlements) {
  public Decision {
    movements = List.copyOf(movements);
    levels = List.copyOf(levels);
    settlements = List.copyOf(settlements);
  }
}
