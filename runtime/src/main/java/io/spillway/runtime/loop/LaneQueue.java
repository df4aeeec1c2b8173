package io.spillway.runtime.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What waits in one lane, in arrival order. The poll thread puts, the lane's worker takes. It does
 * not refuse: {@link #isSaturated} tells the poll thread to pause the lane's partitions.
 * Thread-safe.
 */
final class LaneQueue {
  private static final int BATCHES_QUEUED_BY_BYTES = 4;

  private final int maxRecords;
  private final long maxBytes;
  private final Deque<QueuedRecord> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean saturated;
  private boolean draining;

  LaneQueue(LoopConfig config) {
    this.maxRecords = config.maxQueuedRecords();
    this.maxBytes =
        config.maxBatchBytes() > Long.MAX_VALUE / BATCHES_QUEUED_BY_BYTES
            ? Long.MAX_VALUE
            : config.maxBatchBytes() * BATCHES_QUEUED_BY_BYTES;
  }

  synchronized void put(List<QueuedRecord> records) {
    for (QueuedRecord record : records) {
      waiting.add(record);
      waitingBytes += record.bytes();
    }
    notifyAll();
  }

  /**
   * Waits for records and takes all there are up to the bounds; one record always passes. Empty
   * means that nothing is left and nothing more will come.
   */
  synchronized List<QueuedRecord> take(int maxBatchRecords, long maxBatchBytes)
      throws InterruptedException {
    while (waiting.isEmpty() && !draining) {
      wait();
    }
    List<QueuedRecord> batch = new ArrayList<>(Math.min(waiting.size(), maxBatchRecords));
    long batchBytes = 0;
    while (!waiting.isEmpty() && batch.size() < maxBatchRecords) {
      long bytes = waiting.getFirst().bytes();
      if (!batch.isEmpty() && batchBytes + bytes > maxBatchBytes) {
        break;
      }
      batch.add(waiting.removeFirst());
      batchBytes += bytes;
    }
    waitingBytes -= batchBytes;
    return batch;
  }

  /** Full, or was and is not yet below half again. */
  synchronized boolean isSaturated() {
    if (waiting.size() >= maxRecords || waitingBytes >= maxBytes) {
      saturated = true;
    } else if (waiting.size() <= maxRecords / 2 && waitingBytes <= maxBytes / 2) {
      saturated = false;
    }
    return saturated;
  }

  /** Drops what came under these claims; returns how many. */
  synchronized int drop(Collection<PartitionClaim> claims) {
    Set<PartitionClaim> gone = Set.copyOf(claims);
    int before = waiting.size();
    waiting.removeIf(record -> gone.contains(record.claim()));
    waitingBytes = waiting.stream().mapToLong(QueuedRecord::bytes).sum();
    return before - waiting.size();
  }

  /** Nothing more comes: {@link #take} ends once what waits is taken. */
  synchronized void drain() {
    draining = true;
    notifyAll();
  }

  /** Nothing more is taken either; returns how many are left to whoever reads them next. */
  synchronized int abandon() {
    int left = waiting.size();
    waiting.clear();
    waitingBytes = 0;
    drain();
    return left;
  }

  synchronized int size() {
    return waiting.size();
  }
}
