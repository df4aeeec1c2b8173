package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one lane fares. Written by its worker, read by anyone. */
final class LaneStatus {
  private final int lane;
  private final Clock clock;
  private volatile @Nullable Failing failing;
  private volatile @Nullable Instant progressAwaitedSince;

  private record Failing(Instant since, String cause) {}

  LaneStatus(int lane, Clock clock) {
    this.lane = lane;
    this.clock = clock;
  }

  /** A batch begins, or a part of it is handled: from now on the next progress is awaited. */
  void working() {
    progressAwaitedSince = clock.instant();
  }

  /** Nothing is in hand: also a batch that failed and whose partitions have left since. */
  void idle() {
    progressAwaitedSince = null;
    failing = null;
  }

  void failed(Throwable failure) {
    Failing before = failing;
    failing =
        new Failing(before == null ? clock.instant() : before.since(), FailureText.brief(failure));
  }

  /** Returns whether it had been failing. */
  boolean recovered() {
    boolean was = failing != null;
    failing = null;
    return was;
  }

  boolean isFailing() {
    return failing != null;
  }

  /** Why the lane would not handle its next record. */
  Optional<String> complaint(Duration stalledAfter) {
    Failing now = failing;
    if (now != null) {
      return Optional.of("shard " + lane + " failing since " + now.since() + ": " + now.cause());
    }
    Instant since = progressAwaitedSince;
    if (since != null && Duration.between(since, clock.instant()).compareTo(stalledAfter) > 0) {
      return Optional.of("shard " + lane + " has records but made no progress since " + since);
    }
    return Optional.empty();
  }
}
