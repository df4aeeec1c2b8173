package io.spillway.inventory.core;

import io.spillway.inventory.core.Command.Adjust;
import io.spillway.inventory.core.Command.Fulfil;
import io.spillway.inventory.core.Command.Line;
import io.spillway.inventory.core.Command.Release;
import io.spillway.inventory.core.Command.Reserve;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides a batch of commands, in arrival order, against the ledger as it is locked. Deterministic:
 * a batch decides as its commands one at a time would.
 */
public final class ReservationPolicy {
  /** Movements that tell of other adjustments under one reference; of more, none is written. */
  static final int MAX_CONFLICTS = 9;

  private final LedgerDraft draft;
  private final HeldLines held;

  private ReservationPolicy(LedgerDraft draft) {
    this.draft = draft;
    this.held = new HeldLines(draft);
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
    List<LineDecision> settlements = new ArrayList<>(commands.size());
    for (Command command : commands) {
      settlements.add(policy.settle(command));
    }
    return draft.decision(settlements);
  }

  private LineDecision settle(Command command) {
    return switch (command) {
      case Reserve reserve -> reserve(reserve);
      case Release release -> release(release);
      case Fulfil fulfil -> fulfil(fulfil);
      case Adjust adjust -> adjust(adjust);
    };
  }

  private LineDecision reserve(Reserve command) {
    List<Movement> stored = held.stored(command.ref(), command.lines(), MovementKind.RESERVE);
    if (stored.size() == command.lines().size()) {
      return reservation(stored, true);
    }
    if (!stored.isEmpty()) {
      throw new CommandConflictException(
          "the ledger knows only some lines of this reservation of order " + command.ref());
    }
    List<MovementOutcome> outcomes = outcomes(command.lines());
    if (!command.allowPartial()) {
      refuseSiblings(outcomes);
    }
    List<Movement> written = new ArrayList<>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Line line = command.lines().get(i);
      if (outcomes.get(i) == MovementOutcome.APPLIED) {
        draft.change(draft.level(line.stock()).reserve(line.quantity()));
      }
      written.add(
          draft.record(
              HeldLines.key(command.ref(), line, MovementKind.RESERVE),
              line.stock(),
              line.quantity(),
              outcomes.get(i),
              null));
    }
    return reservation(written, false);
  }

  /** Each line by itself, in order. Lines that name the same SKU share what is available of it. */
  private List<MovementOutcome> outcomes(List<Line> lines) {
    Map<StockKey, Integer> remaining = new HashMap<>();
    List<MovementOutcome> outcomes = new ArrayList<>(lines.size());
    for (Line line : lines) {
      StockLevel level = draft.find(line.stock());
      if (level == null) {
        outcomes.add(MovementOutcome.UNKNOWN_SKU);
        continue;
      }
      int left = remaining.getOrDefault(line.stock(), level.available());
      if (left < line.quantity()) {
        outcomes.add(MovementOutcome.SOLD_OUT);
      } else {
        remaining.put(line.stock(), left - line.quantity());
        outcomes.add(MovementOutcome.APPLIED);
      }
    }
    return outcomes;
  }

  /** All or none: one line that cannot be had takes the others with it. */
  private static void refuseSiblings(List<MovementOutcome> outcomes) {
    if (outcomes.stream().anyMatch(outcome -> outcome != MovementOutcome.APPLIED)) {
      outcomes.replaceAll(
          outcome ->
              outcome == MovementOutcome.APPLIED ? MovementOutcome.SIBLING_REFUSED : outcome);
    }
  }

  /**
   * Fresh and stored movements read the same, so a repeated command hears the same. They also tell
   * whether a part was allowed: only then is a line refused beside one that is held.
   */
  private static LineDecision reservation(List<Movement> movements, boolean repeated) {
    Instant at = settledAt(movements);
    int lines = applied(movements);
    List<LineRefusal> refusals = Refusals.of(movements);
    return lines == 0
        ? new LineDecision.Refused(at, repeated, refusals)
        : new LineDecision.Reserved(at, repeated, lines, refusals);
  }

  private LineDecision release(Release command) {
    HeldLines.Ended ended = held.end(command.ref(), command.lines(), MovementKind.RELEASE);
    return new LineDecision.Released(
        settledAt(ended.all()), ended.fresh().isEmpty(), applied(ended.fresh()));
  }

  private LineDecision fulfil(Fulfil command) {
    HeldLines.Ended ended = held.end(command.ref(), command.lines(), MovementKind.FULFIL);
    return new LineDecision.Fulfilled(
        settledAt(ended.all()), ended.fresh().isEmpty(), applied(ended.fresh()));
  }

  private LineDecision adjust(Adjust command) {
    MovementKey key = new MovementKey(command.ref(), 0, MovementKind.ADJUST);
    Movement stored = draft.movement(key);
    if (stored != null) {
      if (!stored.stock().equals(command.key())) {
        throw new CommandConflictException(
            "adjustment " + command.ref() + " was settled for another SKU");
      }
      // Nor is its threshold set again: a later adjustment may have set another since.
      return stored.quantity() == command.delta()
          ? new LineDecision.Adjusted(stored.at(), true, stored.outcome())
          : conflict(command);
    }
    StockLevel level = draft.level(command.key());
    MovementOutcome outcome = level.judge(command.delta());
    if (outcome == MovementOutcome.APPLIED) {
      StockLevel after = level.add(command.delta());
      Integer lowStockAt = command.lowStockAt();
      draft.change(lowStockAt == null ? after : after.lowAt(lowStockAt));
    }
    draft.record(key, command.key(), command.delta(), outcome, command.reference());
    return new LineDecision.Adjusted(draft.now(), false, outcome);
  }

  /** The reference is another adjustment's. Moves nothing, and keeps that for whoever asks. */
  private LineDecision conflict(Adjust command) {
    for (int line = 1; line <= MAX_CONFLICTS; line++) {
      MovementKey key = new MovementKey(command.ref(), line, MovementKind.ADJUST);
      Movement stored = draft.movement(key);
      if (stored == null) {
        draft.record(
            key, command.key(), command.delta(), MovementOutcome.CONFLICTING, command.reference());
        break;
      }
      if (stored.quantity() == command.delta()) {
        return new LineDecision.Adjusted(stored.at(), true, MovementOutcome.CONFLICTING);
      }
    }
    return new LineDecision.Adjusted(draft.now(), false, MovementOutcome.CONFLICTING);
  }

  /** The latest, as an earlier command may have settled some of the lines. */
  private static Instant settledAt(List<Movement> movements) {
    return movements.stream().map(Movement::at).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static int applied(List<Movement> movements) {
    return Math.toIntExact(movements.stream().filter(Movement::applied).count());
  }
}
