package io.spillway.runtime.loop;

import io.spillway.runtime.config.Settings;
import java.time.Duration;

/**
 * The bounds of one loop. Throws {@link IllegalArgumentException} naming the bad value.
 *
 * @param maxBatchRecords most records handed to the handler at once
 * @param maxBatchBytes most bytes of keys and values at once, though one record always passes
 * @param maxQueuedRecords waiting records of a worker at which its partitions pause (they may be
 *     exceeded by one poll, {@code max.poll.records}); four batches' worth of bytes pause them too
 * @param backoffFirst wait after the first failure in a row
 * @param backoffMax longest wait
 * @param commitEvery how often offsets are committed while work gets done
 * @param fetchWait how long the broker may wait for a fuller fetch; zero for not at all
 * @param stalledAfter a partition with records and without progress for longer makes the loop
 *     unhealthy
 */
public record LoopConfig(
    int maxBatchRecords,
    long maxBatchBytes,
    int maxQueuedRecords,
    Duration backoffFirst,
    Duration backoffMax,
    Duration commitEvery,
    Duration fetchWait,
    Duration stalledAfter) {
  private static final Duration MILLI = Duration.ofMillis(1);

  /** Checks every bound. */
  public LoopConfig {
    require(maxBatchRecords >= 1, "maxBatchRecords", maxBatchRecords, "at least 1");
    require(maxBatchBytes >= 1, "maxBatchBytes", maxBatchBytes, "at least 1");
    require(maxQueuedRecords >= 1, "maxQueuedRecords", maxQueuedRecords, "at least 1");
    require(backoffFirst.isPositive(), "backoffFirst", backoffFirst, "more than zero");
    require(
        backoffMax.compareTo(backoffFirst) >= 0,
        "backoffMax",
        backoffMax,
        "at least backoffFirst, " + backoffFirst);
    require(commitEvery.isPositive(), "commitEvery", commitEvery, "more than zero");
    require(!fetchWait.isNegative(), "fetchWait", fetchWait, "zero or more");
    require(stalledAfter.isPositive(), "stalledAfter", stalledAfter, "more than zero");
  }

  /**
   * Reads the bounds under {@code prefix}, such as {@code spillway.order.store}, and {@code
   * spillway.loop.stalled-after}, which every loop heeds; the caller checks the settings.
   */
  public static LoopConfig from(Settings settings, String prefix) {
    String at = prefix + ".";
    Duration first = settings.duration(at + "backoff-first", MILLI, Duration.ofMinutes(1));
    Duration max = settings.duration(at + "backoff-max", MILLI, Duration.ofMinutes(10));
    if (first.compareTo(max) > 0) {
      settings.violation(at + "backoff-first", first, "at most backoff-max, " + max);
      max = first;
    }
    return new LoopConfig(
        settings.count(at + "max-batch-records", 1, 50_000),
        settings.bytes(at + "max-batch-bytes", 1 << 10, 64 << 20),
        settings.count(at + "max-queued-records", 1, 200_000),
        first,
        max,
        settings.duration(at + "commit-every", Duration.ofMillis(10), Duration.ofMinutes(1)),
        settings.duration(at + "fetch-wait", Duration.ZERO, Duration.ofSeconds(5)),
        settings.duration(
            "spillway.loop.stalled-after", Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "loop setting " + key + " is '" + value + "' but must be " + allowed);
    }
  }
}
