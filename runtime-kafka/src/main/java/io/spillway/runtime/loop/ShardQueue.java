package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What waits in one worker, in arrival order, but for records that are kept back for a later one of
 * their key, see {@link RecordReader#coalesceFor}. The poll thread puts, the worker's worker takes.
 * It does not refuse: {@link #isSaturated} tells the poll thread to pause the worker's partitions.
 * Thread-safe.
 */
final class ShardQueue {
  private static final int BATCHES_QUEUED_BY_BYTES = 4;

  private final int maxRecords;
  private final long maxBytes;
  private final Function<ConsumerRecord<byte[], byte[]>, Duration> coalesceFor;
  private final Clock clock;
  private final Deque<QueuedRecord> waiting = new ArrayDeque<>();
  private final SequencedMap<QueuedRecord.Key, KeptBack> deferred = new LinkedHashMap<>();

  private int deferredRecords;

  /** Of all that is here, kept back or not. */
  private long waitingBytes;

  private boolean saturated;
  private boolean draining;

  /** Of one key, the first since {@code sinceMillis}. */
  private record KeptBack(List<QueuedRecord> records, long sinceMillis, long patienceMillis) {
    /** Never negative; a clock that was set back ends the wait. */
    long leftMillis(long nowMillis) {
      return nowMillis < sinceMillis ? 0 : Math.max(0, sinceMillis + patienceMillis - nowMillis);
    }
  }

  ShardQueue(
      LoopConfig config,
      Function<ConsumerRecord<byte[], byte[]>, Duration> coalesceFor,
      Clock clock) {
    this.coalesceFor = coalesceFor;
    this.clock = clock;
    this.maxRecords = config.maxQueuedRecords();
    this.maxBytes =
        config.maxBatchBytes() > Long.MAX_VALUE / BATCHES_QUEUED_BY_BYTES
            ? Long.MAX_VALUE
            : config.maxBatchBytes() * BATCHES_QUEUED_BY_BYTES;
  }

  synchronized void put(List<QueuedRecord> records) {
    for (QueuedRecord record : records) {
      Duration patient = mayKeep(record) ? coalesceFor.apply(record.source()) : Duration.ZERO;
      if (patient.isZero()) {
        releaseBefore(record);
        waiting.add(record);
      } else {
        defer(record, patient);
      }
      waitingBytes += record.bytes();
    }
    notifyAll();
  }

  private void releaseBefore(QueuedRecord record) {
    if (!deferred.isEmpty()) {
      KeptBack earlier = deferred.remove(record.key());
      if (earlier != null) {
        release(earlier);
      }
    }
  }

  private void release(KeptBack kept) {
    waiting.addAll(kept.records());
    deferredRecords -= kept.records().size();
  }

  private void defer(QueuedRecord record, Duration patient) {
    record.claim().defer(record.source());
    deferred
        .computeIfAbsent(
            record.key(), _ -> new KeptBack(new ArrayList<>(1), clock.millis(), patient.toMillis()))
        .records()
        .add(record);
    deferredRecords++;
  }

  /**
   * Waits for records and takes all there are up to the bounds; one record always passes. Empty
   * means that nothing is left and nothing more will come.
   */
  synchronized List<QueuedRecord> take(int maxBatchRecords, long maxBatchBytes)
      throws InterruptedException {
    while (!isReady() && !draining) {
      wait(deferred.isEmpty() ? 0 : Math.max(1, firstLeftMillis()));
    }
    releaseDue();
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

  /** Whether {@link #take} has something to give. */
  synchronized boolean isReady() {
    return !waiting.isEmpty() || isFirstDue();
  }

  private boolean isFirstDue() {
    return !deferred.isEmpty() && (draining || firstLeftMillis() == 0);
  }

  private long firstLeftMillis() {
    return deferred.firstEntry().getValue().leftMillis(clock.millis());
  }

  private void releaseDue() {
    while (isFirstDue()) {
      release(deferred.pollFirstEntry().getValue());
    }
  }

  /** Full, or was and is not yet below half again. */
  synchronized boolean isSaturated() {
    if (size() >= maxRecords || waitingBytes >= maxBytes) {
      saturated = true;
    } else if (size() <= maxRecords / 2 && waitingBytes <= maxBytes / 2) {
      saturated = false;
    }
    return saturated;
  }

  /** It has a key, and what is kept back does not keep the partitions paused by itself. */
  private boolean mayKeep(QueuedRecord record) {
    return record.source().key() != null
        && size() < maxRecords / 2
        && waitingBytes + record.bytes() <= maxBytes / 2;
  }

  /** Drops what came under these claims; returns how many. */
  synchronized int drop(Collection<PartitionAssignment> claims) {
    Set<PartitionAssignment> gone = Set.copyOf(claims);
    int before = size();
    waiting.removeIf(record -> gone.contains(record.claim()));
    deferred.keySet().removeIf(key -> gone.contains(key.claim()));
    List<QueuedRecord> kept =
        deferred.values().stream().flatMap(one -> one.records().stream()).toList();
    deferredRecords = kept.size();
    waitingBytes =
        Stream.concat(waiting.stream(), kept.stream()).mapToLong(QueuedRecord::bytes).sum();
    return before - size();
  }

  /** Nothing more comes: {@link #take} ends once what waits is taken. */
  synchronized void drain() {
    draining = true;
    notifyAll();
  }

  /** Nothing more is taken either; returns how many are left to whoever reads them next. */
  synchronized int abandon() {
    int left = size();
    waiting.clear();
    deferred.clear();
    deferredRecords = 0;
    waitingBytes = 0;
    drain();
    return left;
  }

  /** Records that are kept back for later ones of their key. */
  synchronized int deferredRecords() {
    return deferredRecords;
  }

  synchronized int size() {
    return waiting.size() + deferredRecords;
  }
}
