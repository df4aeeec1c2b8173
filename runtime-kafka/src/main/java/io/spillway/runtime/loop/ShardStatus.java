package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one worker fares. Written by its worker, read by anyone. */
final class ShardStatus {
  private final int worker;
  private final Clock clock;
  private volatile @Nullable Failing failing;
  private volatile @Nullable Instant progressAwaitedSince;
  private volatile int inHand;

  private record Failing(Instant since, String cause) {}

  ShardStatus(int worker, Clock clock) {
    this.worker = worker;
    this.clock = clock;
  }

  /** A batch begins, or so many of its records are left: the next progress is awaited from now. */
  void working(int recordsLeft) {
    inHand = recordsLeft;
    progressAwaitedSince = clock.instant();
  }

  /** Some have left with their partition, which is no progress. */
  void inHand(int recordsLeft) {
    inHand = recordsLeft;
  }

  /** Records of the batch under way that are not at their end. */
  int inHand() {
    return inHand;
  }

  /** Nothing is in hand: also a batch that failed and whose partitions have left since. */
  void idle() {
    inHand = 0;
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

  /** The failure that holds the worker up, and since when it does. */
  Optional<String> cause() {
    return Optional.ofNullable(failing)
        .map(now -> "shard " + worker + " failing since " + now.since() + ": " + now.cause());
  }

  /** Why the worker would not handle its next record. */
  Optional<String> complaint(Duration stalledAfter) {
    Optional<String> cause = cause();
    if (cause.isPresent()) {
      return cause;
    }
    Instant since = progressAwaitedSince;
    if (since != null && Duration.between(since, clock.instant()).compareTo(stalledAfter) > 0) {
      return Optional.of("shard " + worker + " has records but made no progress since " + since);
    }
    return Optional.empty();
  }
}
