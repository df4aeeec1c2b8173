package io.spillway.order.adapter.streams;

import io.spillway.runtime.kafka.StreamsHostConfig;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a stream thread commits: after the shortest interval, but not before it has worked three
 * times as long as its last commit took, up to three intervals, and as long as it took in any case,
 * up to the longest interval. Kafka Streams by itself knows a fixed interval, counted from the end
 * of the last commit; where the broker is busy and commits take several times as long, most of the
 * time goes into them, and the broker's time into small transactions. One for each thread, and not
 * thread-safe.
 */
final class AdaptiveCommitPolicy {
  /** Work to a commit, in times of its length; and the most that this adds, in intervals. */
  private static final int WIDE = 3;

  private final long shortest;
  private final long longest;
  private final LongSupplier nanos;
  private long period;
  private long begun;
  private long lastCommit;
  private @Nullable Object requester;
  private long requestedAt;

  /** Of a thread that starts now. */
  static AdaptiveCommitPolicy of(StreamsHostConfig streams) {
    return new AdaptiveCommitPolicy(
        streams.commitInterval(),
        StreamsProperties.longestCommitInterval(streams),
        System::nanoTime);
  }

  /** Of a thread that starts now; {@code nanos} as {@link System#nanoTime}. */
  AdaptiveCommitPolicy(Duration shortest, Duration longest, LongSupplier nanos) {
    this.shortest = shortest.toNanos();
    this.longest = longest.toNanos();
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** The number of the time between two commits that a record taken now belongs to. */
  long take() {
    // A thread commits between its timers and the next record.
    if (requester != null) {
      committed();
    }
    return period;
  }

  /** The same for what a timer does, which may run before or after the commit that is asked for. */
  long period() {
    return requester == null ? period : period + 1;
  }

  /**
   * Whether a task is to ask for a commit of what it last did.
   *
   * @param task who asks; its timer comes once between two commits, those of other tasks may come
   *     between a request and the commit
   * @param worked the period of what it did
   */
  boolean isDue(Object task, long worked) {
    if (requester == task) {
      committed();
    }
    return requester == null && worked == period && nanos.getAsLong() - begun >= work();
  }

  private long work() {
    long wide = Math.clamp(WIDE * lastCommit, shortest, WIDE * shortest);
    return Math.min(longest, Math.max(wide, lastCommit));
  }

  /** The task asks for a commit; the thread does it when its timers have run. */
  void requested(Object task) {
    requester = task;
    requestedAt = nanos.getAsLong();
  }

  private void committed() {
    begun = nanos.getAsLong();
    lastCommit = begun - requestedAt;
    requester = null;
    period++;
  }
}
