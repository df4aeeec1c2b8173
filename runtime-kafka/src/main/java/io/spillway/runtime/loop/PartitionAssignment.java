package io.spillway.runtime.loop;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a partition with this consumer: how far it is handled, and whether its records may
 * still be handed out. A partition that leaves and returns gets a new claim, so what was started
 * under the old one can never move the offset of the new one. Thread-safe.
 */
final class PartitionAssignment {
  private final TopicPartition partition;
  private boolean revoked;
  private int running;

  /** Received and not handled; records dropped by a revocation stay counted, and so uncommitted. */
  private long outstanding;

  private long handled;

  /** Where to read on as long as records that others may pass are not handled, by their offsets. */
  private final NavigableMap<Long, OffsetAndMetadata> deferred = new TreeMap<>();

  private @Nullable OffsetAndMetadata handledTo;
  private @Nullable OffsetAndMetadata readTo;
  private @Nullable OffsetAndMetadata committed;

  /** How many records came and are not handled, and how many are. */
  record Count(long outstanding, long handled) {}

  PartitionAssignment(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Before the records are queued: how many came and where the consumer reads on. */
  synchronized void received(int records, OffsetAndMetadata next) {
    outstanding += records;
    readTo = next;
  }

  /** Asks to work on records of this partition; if true, {@link #leave} must follow. */
  synchronized boolean enter() {
    if (revoked) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void leave() {
    running--;
    notifyAll();
  }

  /** Later records may be handled before this one. */
  synchronized void defer(ConsumerRecord<byte[], byte[]> record) {
    deferred.put(record.offset(), new OffsetAndMetadata(record.offset(), record.leaderEpoch(), ""));
  }

  /** The record is handled. Called in offset order, but for those that were kept back. */
  synchronized void handled(ConsumerRecord<byte[], byte[]> record) {
    outstanding--;
    handled++;
    deferred.remove(record.offset());
    if (handledTo == null || handledTo.offset() <= record.offset()) {
      handledTo = nextAfter(record);
    }
  }

  synchronized Count count() {
    return new Count(outstanding, handled);
  }

  static OffsetAndMetadata nextAfter(ConsumerRecord<byte[], byte[]> record) {
    return new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), "");
  }

  /**
   * What may be committed and is not yet. With nothing outstanding that is where the consumer reads
   * on, which lies past the transaction markers that are no records: the lag goes down to zero.
   */
  synchronized Optional<OffsetAndMetadata> uncommitted() {
    OffsetAndMetadata reached = outstanding == 0 ? readTo : handledInFull();
    return reached == null || reached.equals(committed) ? Optional.empty() : Optional.of(reached);
  }

  private @Nullable OffsetAndMetadata handledInFull() {
    OffsetAndMetadata reached = handledTo;
    return reached == null || deferred.isEmpty() || deferred.firstKey() >= reached.offset()
        ? reached
        : deferred.firstEntry().getValue();
  }

  synchronized void committed(OffsetAndMetadata offset) {
    committed = offset;
  }

  /** From now on nothing is handed out; work that has begun goes on. */
  synchronized void revoke() {
    revoked = true;
  }

  /** Waits until no work on this partition runs; false when the time is over. */
  synchronized boolean awaitIdle(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (running > 0) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }
}
