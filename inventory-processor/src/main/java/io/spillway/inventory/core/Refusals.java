package io.spillway.inventory.core;

import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells from the movements of a reservation which lines could not be had, and why. */
final class Refusals {
  private Refusals() {}

  /**
   * The refused lines, in the movements' order. What earlier lines of the command took of the same
   * SKU, or would have taken, does not count as available: a line that asks for 3 of 4, after one
   * that asks for 3, is told 1. Of lines that were taken, the movement's own level says so.
   */
  static List<LineRefusal> of(List<Movement> movements) {
    Map<StockKey, Integer> wanted = new HashMap<>();
    List<LineRefusal> refusals = new ArrayList<>();
    for (Movement movement : movements) {
      switch (movement.outcome()) {
        case APPLIED -> {}
        case SIBLING_REFUSED -> wanted.merge(movement.stock(), movement.quantity(), Integer::sum);
        default -> {
          int available = movement.availableAfter() - wanted.getOrDefault(movement.stock(), 0);
          refusals.add(refusal(movement, available));
        }
      }
    }
    return refusals;
  }

  private static LineRefusal refusal(Movement movement, int available) {
    return LineRefusal.newBuilder()
        .setLine(movement.key().line())
        .setSku(movement.stock().sku())
        .setReason(reason(movement.outcome()))
        .setRequested(movement.quantity())
        .setAvailable(available)
        .build();
  }

  private static RefusalReason reason(MovementOutcome outcome) {
    return switch (outcome) {
      case SOLD_OUT -> RefusalReason.SOLD_OUT;
      case UNKNOWN_SKU -> RefusalReason.UNKNOWN_SKU;
      case VOIDED -> RefusalReason.VOIDED;
      case APPLIED, SIBLING_REFUSED, OUT_OF_RANGE, NOT_AVAILABLE, CONFLICTING ->
          throw new CommandConflictException("a refused line cannot be " + outcome);
    };
  }
}
