package io.spillway.runtime.failure;

import org.jspecify.annotations.Nullable;

/**
 * Places where a process can be made to die, for tests of what a crash at the worst moment leaves
 * behind. Inert unless the system property {@code spillway.failpoint} or the environment variable
 * {@code SPILLWAY_FAILPOINT} names a place when the process starts: {@code SITE:kill@N} ends it at
 * once when the place is reached for the Nth time. Thread-safe; without a name it costs nothing,
 * because a constant null is compiled away.
 */
public final class Failpoints {
  /** The log holds a record; the client has no answer. */
  public static final String INGEST_AFTER_PRODUCE = "ingest.after-produce";

  /** The ledger has committed; no outcome is published, no offset committed. */
  public static final String INVENTORY_AFTER_COMMIT = "inventory.after-commit";

  /** The rows are written; no offset is committed. */
  public static final String ORDER_STORE_AFTER_UPSERT = "order-store.after-upsert";

  /** The documents are indexed; no offset is committed. */
  public static final String SINK_AFTER_BULK = "sink.after-bulk";

  /** The rows are published; the binlog position is not committed. */
  public static final String CDC_AFTER_PRODUCE = "cdc.after-produce";

  private static final @Nullable Failpoint ARMED = Failpoint.ofProcess();

  private Failpoints() {}

  /** Says that the caller has come to a place. */
  public static void reached(String site) {
    if (ARMED != null) {
      ARMED.reached(site);
    }
  }
}
