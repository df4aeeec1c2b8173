package io.spillway.order.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How many orders may wait, so that an answer takes about as long as it is to take: by Little's law
 * the orders that wait are the answers a second times the time of an answer. The time is measured
 * instead of the rate, which falls with a shard that is down although the others are as quick as
 * ever. One thread at a time.
 */
final class WindowLimit {
  /** Fewer would not fill the batches behind the saga, however slow the machine is. */
  private static final int SMALLEST = 200;

  /** Where a new process begins, as a part of the most: little is compiled yet. */
  private static final int FIRST_PART = 6;

  /** The most that one period changes: the answers of the next one show what it did. */
  private static final double GROWTH = 1.5;

  private static final double SHRINKING = 0.5;

  private final int max;
  private final Duration answerWithin;
  private int limit;
  private boolean reached;
  private long answers;
  private double waitedMillis;
  private Instant since = Instant.MAX;

  WindowLimit(int max, Duration answerWithin) {
    this.max = max;
    this.answerWithin = answerWithin;
    this.limit = Math.max(Math.min(max, SMALLEST), max / FIRST_PART);
  }

  /** The limit now; {@code waiting} is how many wait. */
  boolean isReached(int waiting) {
    boolean full = waiting >= limit;
    reached |= full;
    return full;
  }

  int current() {
    return limit;
  }

  /** An order was answered after this time; clocks that were set back are not believed. */
  void answered(Duration waited, Instant now) {
    if (since.isAfter(now)) {
      begin(now);
    }
    answers++;
    waitedMillis += Math.max(0, waited.toMillis());
    if (!since.plus(answerWithin).isAfter(now)) {
      adapt();
      begin(now);
    }
  }

  private void adapt() {
    double mean = Math.max(1, waitedMillis / answers);
    double change = Math.clamp(answerWithin.toMillis() / mean, SHRINKING, GROWTH);
    if (change < 1 || reached) {
      limit = Math.clamp(Math.round(limit * change), Math.min(max, SMALLEST), max);
    }
  }

  private void begin(Instant now) {
    since = now;
    answers = 0;
    waitedMillis = 0;
    reached = false;
  }
}
