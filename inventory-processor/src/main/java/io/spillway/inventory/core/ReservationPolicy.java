package io.spillway.inventory.core;

import io.spillway.inventory.core.Command.Adjust;
import io.spillway.inventory.core.Command.Line;
import io.spillway.inventory.core.Command.Release;
import io.spillway.inventory.core.Command.Reserve;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of commands, in arrival order, against the ledger as it is locked. Deterministic:
 * a batch decides as its commands one at a time would.
 */
public final class ReservationPolicy {
  private final LedgerDraft draft;

  private ReservationPolicy(LedgerDraft draft) {
    this.draft = draft;
  }

  /**
   * Decides a batch.
   *
   * @param now the batch's time; kept to the millisecond
   * @throws CommandConflictException when a command contradicts what the ledger holds
   */
  public static Decision decide(List<Command> commands, LedgerState state, Instant now) {
    LedgerDraft draft = new LedgerDraft(state, now.truncatedTo(ChronoUnit.MILLIS));
    ReservationPolicy policy = new ReservationPolicy(draft);
    List<Verdict> verdicts = new ArrayList<>(commands.size());
    for (Command command : commands) {
      verdicts.add(policy.settle(command));
    }
    return draft.decision(verdicts);
  }

  private Verdict settle(Command command) {
    return switch (command) {
      case Reserve reserve -> reserve(reserve);
      case Release release -> release(release);
      case Adjust adjust -> adjust(adjust);
    };
  }

  private Verdict reserve(Reserve command) {
    List<Movement> stored = stored(command.ref(), command.lines(), MovementKind.RESERVE);
    if (stored.size() == command.lines().size()) {
      return reservation(command.lines(), stored, true);
    }
    if (!stored.isEmpty()) {
      throw new CommandConflictException(
          "the ledger knows only some lines of this reservation of order " + command.ref());
    }
    List<MovementOutcome> outcomes = outcomes(command.lines());
    List<Movement> written = new ArrayList<>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Line line = command.lines().get(i);
      if (outcomes.get(i) == MovementOutcome.APPLIED) {
        draft.change(draft.level(line.stock()).hold(line.quantity()));
      }
      written.add(
          draft.record(
              new MovementKey(command.ref(), line.number(), MovementKind.RESERVE),
              line.stock(),
              line.quantity(),
              outcomes.get(i),
              null));
    }
    return reservation(command.lines(), written, false);
  }

  /** All APPLIED, or none. Lines that name the same SKU share what is available of it. */
  private List<MovementOutcome> outcomes(List<Line> lines) {
    Map<StockKey, Integer> remaining = new HashMap<>();
    List<MovementOutcome> outcomes = new ArrayList<>(lines.size());
    boolean refused = false;
    for (Line line : lines) {
      StockLevel level = draft.find(line.stock());
      if (level == null) {
        outcomes.add(MovementOutcome.UNKNOWN_SKU);
        refused = true;
        continue;
      }
      int left = remaining.getOrDefault(line.stock(), level.available());
      if (left < line.quantity()) {
        outcomes.add(MovementOutcome.SOLD_OUT);
        refused = true;
      } else {
        remaining.put(line.stock(), left - line.quantity());
        outcomes.add(MovementOutcome.APPLIED);
      }
    }
    if (refused) {
      outcomes.replaceAll(
          outcome ->
              outcome == MovementOutcome.APPLIED ? MovementOutcome.SIBLING_REFUSED : outcome);
    }
    return outcomes;
  }

  /** Fresh and stored movements read the same, so a repeated command hears the same. */
  private static Verdict reservation(List<Line> lines, List<Movement> movements, boolean repeated) {
    Instant at = movements.getFirst().at();
    if (movements.stream().allMatch(Movement::applied)) {
      return new Verdict.Reserved(at, repeated, lines.size());
    }
    return new Verdict.Refused(at, repeated, Refusals.of(movements));
  }

  private Verdict release(Release command) {
    List<Movement> stored = stored(command.ref(), command.lines(), MovementKind.RELEASE);
    if (stored.size() == command.lines().size()) {
      return new Verdict.Released(stored.getFirst().at(), true, 0);
    }
    int givenBack = 0;
    for (Line line : command.lines()) {
      if (draft.movement(key(command.ref(), line, MovementKind.RELEASE)) == null
          && release(command.ref(), line)) {
        givenBack++;
      }
    }
    return new Verdict.Released(draft.now(), false, givenBack);
  }

  /** Returns whether the line was held. */
  private boolean release(RoutedId ref, Line line) {
    MovementKey reserveKey = key(ref, line, MovementKind.RESERVE);
    Movement reserve = draft.movement(reserveKey);
    if (reserve == null) {
      // The reservation may still be under way: with this row it finds itself refused.
      draft.record(reserveKey, line.stock(), line.quantity(), MovementOutcome.VOIDED, null);
    } else {
      requireSame(line, reserve);
    }
    boolean held = reserve != null && reserve.applied();
    if (held) {
      draft.change(held(ref, line).giveBack(line.quantity()));
    }
    draft.record(
        key(ref, line, MovementKind.RELEASE),
        line.stock(),
        line.quantity(),
        held ? MovementOutcome.APPLIED : MovementOutcome.VOIDED,
        null);
    return held;
  }

  private StockLevel held(RoutedId ref, Line line) {
    StockLevel level = draft.find(line.stock());
    if (level == null || level.reserved() < line.quantity()) {
      throw new CommandConflictException(
          "line " + line.number() + " of order " + ref + " is held, but its stock row is not so");
    }
    return level;
  }

  private Verdict adjust(Adjust command) {
    MovementKey key = new MovementKey(command.ref(), 0, MovementKind.ADJUST);
    Movement stored = draft.movement(key);
    if (stored != null) {
      if (!stored.stock().equals(command.key())) {
        throw new CommandConflictException(
            "adjustment " + command.ref() + " was settled for another SKU");
      }
      return new Verdict.Adjusted(stored.at(), true, stored.outcome());
    }
    StockLevel level = draft.level(command.key());
    boolean fits = level.canAdd(command.delta());
    if (fits) {
      draft.change(level.add(command.delta()));
    }
    MovementOutcome outcome = fits ? MovementOutcome.APPLIED : MovementOutcome.OUT_OF_RANGE;
    draft.record(key, command.key(), command.delta(), outcome, command.reference());
    return new Verdict.Adjusted(draft.now(), false, outcome);
  }

  private List<Movement> stored(RoutedId ref, List<Line> lines, MovementKind kind) {
    List<Movement> stored = new ArrayList<>(lines.size());
    for (Line line : lines) {
      @Nullable Movement movement = draft.movement(key(ref, line, kind));
      if (movement != null) {
        requireSame(line, movement);
        stored.add(movement);
      }
    }
    return stored;
  }

  private static MovementKey key(RoutedId ref, Line line, MovementKind kind) {
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
