package io.spillway.client;

import java.time.Duration;

/**
 * What bounds a subscription.
 *
 * @param workers events that are handled at a time
 * @param inFlight events that were received and are not finished; then reading pauses
 * @param commitEvery how often positions are committed
 * @param stopWithin for so long handlers may finish when the subscription stops or a partition
 *     leaves
 */
record SubscriptionLimits(int workers, int inFlight, Duration commitEvery, Duration stopWithin) {
  private static final int MAX_POLL_RECORDS = 500;
  private static final int MAX_WORKERS = 1_000;
  private static final int MAX_IN_FLIGHT = 100_000;
  private static final Duration MAX_STOP = Duration.ofMinutes(4);

  static final SubscriptionLimits DEFAULT =
      new SubscriptionLimits(16, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(20));

  SubscriptionLimits {
    require(workers >= 1 && workers <= MAX_WORKERS, "workers", workers, "1 to 1000");
    require(
        inFlight >= workers && inFlight <= MAX_IN_FLIGHT,
        "inFlight",
        inFlight,
        "at least as many as workers (" + workers + ") and at most 100000");
    require(commitEvery.isPositive(), "commitEvery", commitEvery, "longer than PT0S");
    // Longer than a rebalance waits for its members, it would only lose the partitions.
    require(
        !stopWithin.isNegative() && stopWithin.compareTo(MAX_STOP) <= 0,
        "stopWithin",
        stopWithin,
        "PT0S to PT4M");
  }

  /** How many records a poll may bring, so that reading can pause in time. */
  int pollRecords() {
    return Math.max(1, Math.min(MAX_POLL_RECORDS, inFlight / 2));
  }

  /** Whether another poll could bring more than may be in flight. */
  boolean isFull(int unfinished) {
    return unfinished + pollRecords() > inFlight;
  }

  /** Whether reading goes on after a pause: not at every event that is finished. */
  boolean isRelieved(int unfinished) {
    return unfinished <= inFlight / 4;
  }

  private static void require(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " = " + value + ": expected " + expected);
    }
  }
}
