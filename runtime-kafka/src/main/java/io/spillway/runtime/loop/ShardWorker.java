package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One shard's share of a loop: a queue that the poll thread fills and a worker that empties it. The
 * worker takes whatever has queued up while its last batch ran, so batches grow with the load and
 * nothing lingers but what its reader keeps back.
 */
final class ShardWorker<R> {
  private final int maxBatchRecords;
  private final long maxBatchBytes;
  private final ShardQueue queue;
  private final ShardStatus status;
  private final BatchRunner<R> runner;
  private final LoopMetrics metrics;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** {@code runnerOf} gets the pause between attempts that closing this worker cuts short. */
  ShardWorker(
      LoopConfig config,
      ShardStatus status,
      RecordReader<R> reader,
      Function<RetryPause, BatchRunner<R>> runnerOf,
      Clock clock,
      LoopMetrics metrics) {
    this.maxBatchRecords = config.maxBatchRecords();
    this.maxBatchBytes = config.maxBatchBytes();
    this.queue = new ShardQueue(config, reader::coalesceFor, clock);
    this.status = status;
    this.metrics = metrics;
    this.runner =
        runnerOf.apply(duration -> !closing.await(duration.toNanos(), TimeUnit.NANOSECONDS));
  }

  ShardQueue queue() {
    return queue;
  }

  /** Works until {@link #drain} or {@link #abandon}, and what they leave, is done. */
  void work() throws InterruptedException {
    while (workOnce()) {}
  }

  /**
   * Waits for records and brings one batch to its end; false when there will be no more. A batch
   * that fails while the worker closes is left to the partitions' next owner, with all behind it.
   */
  boolean workOnce() throws InterruptedException {
    List<QueuedRecord> taken = queue.take(maxBatchRecords, maxBatchBytes);
    if (taken.isEmpty()) {
      return false;
    }
    status.working(taken.size());
    boolean open;
    try {
      open = runner.run(taken);
    } finally {
      status.idle();
    }
    if (!open) {
      abandon();
    }
    return open;
  }

  /** Whether its partitions should pause: enough waits, or nothing gets through at the moment. */
  boolean wantsPause() {
    // Both asked each time: the queue's answer has a memory.
    boolean saturated = queue.isSaturated();
    return saturated || status.isFailing();
  }

  void put(List<QueuedRecord> records) {
    queue.put(records);
  }

  /** Drops what waits under these claims; the partitions' next owner reads it again. */
  void drop(Collection<PartitionAssignment> claims) {
    metrics.returned.increment(queue.drop(claims));
  }

  /** Nothing more comes; what waits is still handled, unless it fails. */
  void drain() {
    closing.countDown();
    queue.drain();
  }

  /** Nothing more comes, and what waits is left. */
  void abandon() {
    closing.countDown();
    metrics.returned.increment(queue.abandon());
  }

  /** Why its partitions are paused, when that is for a failure. */
  Optional<String> cause() {
    return status.cause();
  }

  /** Records taken and not yet brought to their end. */
  int inHand() {
    return status.inHand();
  }

  Optional<String> complaint(Duration stalledAfter) {
    return status.complaint(stalledAfter);
  }
}
