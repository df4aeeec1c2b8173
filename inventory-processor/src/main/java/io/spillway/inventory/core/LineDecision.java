package io.spillway.inventory.core;

import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.List;

/**
 * How a command ended. A repeated command gets the verdict that the ledger stored for it, down to
 * the time.
 */
public sealed interface LineDecision {
  /** When it was settled first, whole milliseconds. */
  Instant settledAt();

  /** Whether the ledger had settled it before and nothing changed now. */
  boolean repeated();

  /**
   * Stock is held.
   *
   * @param lines how many are held, at least 1
   * @param refusals the lines that are not; empty unless the command allowed that
   */
  record Reserved(Instant settledAt, boolean repeated, int lines, List<LineRefusal> refusals)
      implements LineDecision {
    public Reserved {
      refusals = List.copyOf(refusals);
    }
  }

  /** No line is held; these are the lines that could not be. */
  record Refused(Instant settledAt, boolean repeated, List<LineRefusal> refusals)
      implements LineDecision {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }

  /** No line is held any more; {@code lines} of them were, and are available again. */
  record Released(Instant settledAt, boolean repeated, int lines) implements LineDecision {}

  /** No line is held any more; {@code lines} of them were, and have left. */
  record Fulfilled(Instant settledAt, boolean repeated, int lines) implements LineDecision {}

  /** The adjustment was applied, or refused with NOT_AVAILABLE, OUT_OF_RANGE or CONFLICTING. */
  record Adjusted(Instant settledAt, boolean repeated, MovementOutcome outcome)
      implements LineDecision {}
}
