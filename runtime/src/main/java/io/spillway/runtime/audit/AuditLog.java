package io.spillway.runtime.audit;

import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import java.time.Clock;
import java.util.function.Function;

/** Where it is kept who did what. Thread-safe. */
@FunctionalInterface
public interface AuditLog {
  /**
   * Returns once the entry is durable.
   *
   * @throws AuditException when it is not, or when that is not known
   */
  void write(AuditEntry entry);

  /** What is audited. */
  @FunctionalInterface
  interface Act<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Does it between its two entries. It is not begun unless its first entry is durable.
   *
   * @param clock dates the second entry
   * @param outcome what it came to, of the act's result
   * @throws AuditException also when it was done and only its end could not be recorded
   */
  default <T, E extends Exception> T around(
      AuditEntry begun, Clock clock, Act<T, E> act, Function<T, Outcome> outcome) throws E {
    write(begun);
    T result;
    try {
      result = act.run();
    } catch (Exception e) {
      try {
        write(
            begun.ended(
                Outcome.failed(e.getMessage() == null ? e : e.getMessage()), clock.instant()));
      } catch (AuditException unrecorded) {
        e.addSuppressed(unrecorded);
      }
      throw e;
    }
    try {
      write(begun.ended(outcome.apply(result), clock.instant()));
    } catch (AuditException e) {
      throw new AuditException(
          begun.action() + " has ended, but its end is not recorded: " + e.getMessage(), e);
    }
    return result;
  }
}
