package io.spillway.runtime.failure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

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

  private static final @Nullable Armed ARMED = Armed.ofProcess();

  private Failpoints() {}

  public static void reached(String site) {
    if (ARMED != null) {
      ARMED.reached(site);
    }
  }

  /** One armed place: acts when it is reached for the given time, once. Thread-safe. */
  static final class Armed {
    private static final Pattern SPELLING =
        Pattern.compile("([a-z][a-z.-]*):kill@([1-9][0-9]{0,8})");
    // As a shell tells of a process that was killed by SIGKILL.
    private static final int KILLED = 137;

    private final String site;
    private final long actAt;
    private final Runnable action;
    private final AtomicLong reached = new AtomicLong();

    private Armed(String site, long actAt, Runnable action) {
      this.site = site;
      this.actAt = actAt;
      this.action = action;
    }

    /** What this process was told at its start; null, which is the rule, when nothing. */
    static @Nullable Armed ofProcess() {
      String told =
          Objects.requireNonNullElseGet(
              System.getProperty("spillway.failpoint"),
              () -> Objects.requireNonNullElse(System.getenv("SPILLWAY_FAILPOINT"), ""));
      if (told.isEmpty()) {
        return null;
      }
      Armed armed = parse(told, () -> Runtime.getRuntime().halt(KILLED));
      LoggerFactory.getLogger(Failpoints.class)
          .atWarn()
          .addKeyValue("failpoint", told)
          .log("Failpoint armed; this process will terminate itself");
      return armed;
    }

    /**
     * Reads {@code SITE:kill@N}.
     *
     * @throws IllegalArgumentException naming the value and what is expected
     */
    static Armed parse(String told, Runnable action) {
      Matcher matcher = SPELLING.matcher(told);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "spillway.failpoint = '"
                + told
                + "': expected SITE:kill@N, such as sink.after-bulk:kill@3");
      }
      return new Armed(matcher.group(1), Long.parseLong(matcher.group(2)), action);
    }

    void reached(String where) {
      if (where.equals(site) && reached.incrementAndGet() == actAt) {
        action.run();
      }
    }
  }
}
