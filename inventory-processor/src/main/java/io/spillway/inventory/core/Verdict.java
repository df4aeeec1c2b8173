package io.spillway.inventory.core;

import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.List;

/**
 * How a command ended. A repeated command gets the verdict that the ledger stored for it, down to
 * the time.
 */
public sealed interface Verdict {
  /** When it was settled first, whole milliseconds. */
  Instant settledAt();

  /** Whether the ledger had settled it before and nothing changed now. */
  boolean repeated();

  /** Every line is held. */
  record Reserved(Instant settledAt, boolean repeated, int lines) implements Verdict {}

  /** No line is held; these are the lines that could not be. */
  record Refused(Instant settledAt, boolean repeated, List<LineRefusal> refusals)
      implements Verdict {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }

  /** No line is held any more; {@code givenBack} of them were. */
  record Released(Instant settledAt, boolean repeated, int givenBack) implements Verdict {}

  /** The adjustment was applied, or is out of range. */
  record Adjusted(Instant settledAt, boolean repeated, MovementOutcome outcome)
      implements Verdict {}
}
