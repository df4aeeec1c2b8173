package io.spillway.order.adapter.streams;

import io.spillway.order.OrderConfig;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread commits: after the shortest interval, but not before it has worked for as
 * long as its last commit took, unless that is longer than the longest interval. Kafka Streams by
 * itself knows a fixed interval, counted from the end of the last commit; where the broker is busy
 * and commits take several times as long, most of the time goes into them. One for each thread, and
 * not thread-safe.
 */
final class CommitPace {
  private final long shortest;
  private final long longest;
  private final LongSupplier nanos;
  private long period;
  private long begun;
  private long lastCommit;
  private boolean committing;
  private long requestedAt;

  /** Of a thread that starts now. */
  static CommitPace of(OrderConfig.Streams streams) {
    return new CommitPace(
        streams.commitInterval(),
        StreamsProperties.longestCommitInterval(streams),
        System::nanoTime);
  }

  /** Of a thread that starts now; {@code nanos} as {@link System#nanoTime}. */
  CommitPace(Duration shortest, Duration longest, LongSupplier nanos) {
    this.shortest = shortest.toNanos();
    this.longest = longest.toNanos();
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /**
   * The number of the time between two commits. Asked before every step of work: the first that
   * comes after a request to commit comes after the commit.
   */
  long period() {
    if (committing) {
      begun = nanos.getAsLong();
      lastCommit = begun - requestedAt;
      committing = false;
      period++;
    }
    return period;
  }

  /** Whether what was done in this period is to be committed now. */
  boolean isDue() {
    long wait = Math.min(longest, Math.max(shortest, lastCommit));
    return nanos.getAsLong() - begun >= wait;
  }

  /** A commit is asked for; the thread does it before it works on. */
  void requested() {
    committing = true;
    requestedAt = nanos.getAsLong();
  }
}
