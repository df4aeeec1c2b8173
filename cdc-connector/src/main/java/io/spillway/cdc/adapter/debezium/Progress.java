package io.spillway.cdc.adapter.debezium;

import io.debezium.connector.binlog.gtid.GtidSet;
import io.debezium.connector.mysql.gtid.MySqlGtidSet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engine gets on while its server does. What the server had executed at one moment is a
 * target; an engine that neither reaches it nor reads anything for the limit's time stands still,
 * while one that is merely behind, or has nothing to read, does not. Not thread-safe.
 */
final class Progress {
  private final Duration limit;
  private @Nullable GtidSet target;
  private String read = "";
  private Instant since = Instant.MIN;

  Progress(Duration limit) {
    this.limit = limit;
  }

  /** The GTID sets that the engine has read and that the server, asked afterwards, has executed. */
  void observed(String engineRead, String serverExecuted, Instant now) {
    if (!engineRead.equals(read)) {
      read = engineRead;
      since = now;
    }
    GtidSet done = new MySqlGtidSet(engineRead);
    if (target != null && target.isContainedWithin(done)) {
      target = null;
    }
    if (target == null) {
      GtidSet executed = new MySqlGtidSet(serverExecuted);
      if (!executed.isContainedWithin(done)) {
        target = executed;
        since = now;
      }
    }
  }

  /** Another engine begins, perhaps from another position. */
  void forget() {
    target = null;
    read = "";
  }

  /** Since when nothing was read although there is something; null while that is not too long. */
  @Nullable Instant stalledSince(Instant now) {
    return target != null && since.plus(limit).isBefore(now) ? since : null;
  }
}
