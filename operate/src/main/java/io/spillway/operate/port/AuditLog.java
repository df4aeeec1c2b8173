package io.spillway.operate.port;

import io.spillway.operate.core.AuditEntry;
import java.time.Clock;

/** Where it is kept what operators did. */
@FunctionalInterface
public interface AuditLog {
  /** Returns once the entry is durable; a {@code ToolException} when it is not. */
  void write(AuditEntry entry);

  /** What an operator does; answers how many records it was. */
  @FunctionalInterface
  interface Act {
    long run() throws InterruptedException;
  }

  /** Does it between its two entries. */
  default long around(AuditEntry begun, Clock clock, Act act) throws InterruptedException {
    write(begun);
    try {
      long done = act.run();
      write(begun.ended(AuditEntry.Stage.DONE, clock.instant(), Long.toString(done)));
      return done;
    } catch (RuntimeException e) {
      write(begun.ended(AuditEntry.Stage.FAILED, clock.instant(), "" + e.getMessage()));
      throw e;
    }
  }
}
