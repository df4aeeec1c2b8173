package io.spillway.inventory.core;

import io.spillway.inventory.core.Command.Line;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of an order's lines, and how they stop being held: once, by a release or a
 * fulfilment, whichever comes first. The other is then VOIDED for that line. Not thread-safe.
 */
record HeldLines(LedgerDraft draft) {
  /**
   * How lines ended.
   *
   * @param all one movement per line
   * @param fresh those that this command brought about
   */
  record Ended(List<Movement> all, List<Movement> fresh) {}

  /** The movements of a kind that exist of these lines, in the lines' order. */
  List<Movement> stored(RoutedId ref, List<Line> lines, MovementKind kind) {
    List<Movement> stored = new ArrayList<>(lines.size());
    for (Line line : lines) {
      Movement movement = draft.movement(key(ref, line, kind));
      if (movement != null) {
        requireSame(line, movement);
        stored.add(movement);
      }
    }
    return stored;
  }

  /** Ends lines by a RELEASE or FULFIL movement each, but for those that have one already. */
  Ended end(RoutedId ref, List<Line> lines, MovementKind kind) {
    List<Movement> all = new ArrayList<>(lines.size());
    List<Movement> fresh = new ArrayList<>();
    for (Line line : lines) {
      Movement movement = draft.movement(key(ref, line, kind));
      if (movement == null) {
        movement = end(ref, line, kind);
        fresh.add(movement);
      } else {
        requireSame(line, movement);
      }
      all.add(movement);
    }
    return new Ended(all, fresh);
  }

  private Movement end(RoutedId ref, Line line, MovementKind kind) {
    boolean held = isHeld(ref, line);
    if (held) {
      StockLevel level = level(ref, line);
      draft.change(
          kind == MovementKind.FULFIL
              ? level.fulfil(line.quantity())
              : level.release(line.quantity()));
    }
    return draft.record(
        key(ref, line, kind),
        line.stock(),
        line.quantity(),
        held ? MovementOutcome.APPLIED : MovementOutcome.VOIDED,
        null);
  }

  /** Voids the reservation when there is none yet. */
  private boolean isHeld(RoutedId ref, Line line) {
    MovementKey reserveKey = key(ref, line, MovementKind.RESERVE);
    Movement reserve = draft.movement(reserveKey);
    if (reserve == null) {
      // It may still be under way, and what has ended must hold nothing: with this row it finds
      // itself refused.
      draft.record(reserveKey, line.stock(), line.quantity(), MovementOutcome.VOIDED, null);
      return false;
    }
    requireSame(line, reserve);
    return reserve.applied()
        && !applied(draft.movement(key(ref, line, MovementKind.RELEASE)))
        && !applied(draft.movement(key(ref, line, MovementKind.FULFIL)));
  }

  private static boolean applied(@Nullable Movement movement) {
    return movement != null && movement.applied();
  }

  private StockLevel level(RoutedId ref, Line line) {
    StockLevel level = draft.find(line.stock());
    if (level == null || level.reserved() < line.quantity()) {
      throw new CommandConflictException(
          "line " + line.number() + " of order " + ref + " is held, but its stock row is not so");
    }
    return level;
  }

  static MovementKey key(RoutedId ref, Line line, MovementKind kind) {
    return new MovementKey(ref, line.number(), kind);
  }

  private static void requireSame(Line line, Movement movement) {
    if (!movement.stock().equals(line.stock()) || movement.quantity() != line.quantity()) {
      throw new CommandConflictException(
          "line "
              + line.number()
              + " of order "
              + movement.key().ref()
              + " is known with another SKU or quantity");
    }
  }
}
