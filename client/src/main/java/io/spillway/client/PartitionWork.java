package io.spillway.client;

import io.spillway.client.core.KeyQueues;
import io.spillway.client.core.SeenSequences;
import io.spillway.client.core.UnfinishedOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One stay of a partition with this member of the group: what waits of each order, what runs and
 * what may be committed. A partition that leaves and returns gets a new one, so that what began
 * under the old one cannot move the offset of the new one. Thread-safe.
 */
final class PartitionWork {
  private static final int SEEN_ORDERS = 20_000;

  private final TopicPartition partition;
  private final KeyQueues<EventWork> queues = new KeyQueues<>();
  private final UnfinishedOffsets offsets = new UnfinishedOffsets();
  private final SeenSequences seen = new SeenSequences(SEEN_ORDERS);
  private boolean revoked;
  private int running;
  private long committed = -1;

  PartitionWork(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Takes records in; answers the orders of which one may begin now. */
  synchronized List<String> add(List<EventWork> works, SubscriptionMetrics metrics) {
    List<String> ready = new ArrayList<>();
    for (EventWork work : works) {
      offsets.received(work.record().offset());
      metrics.received.increment();
      if (work.event() != null) {
        metrics.missing.increment((double) seen.missingBefore(work.key(), work.version()));
      }
      if (queues.add(work.key(), work)) {
        ready.add(work.key());
      }
    }
    return ready;
  }

  /** Where the next record is, if that is known. */
  synchronized void readTo(long next) {
    offsets.readTo(next);
  }

  /** Begins with an order's first event; null once the partition has left. */
  synchronized @Nullable EventWork enter(String key) {
    if (revoked) {
      return null;
    }
    EventWork work = queues.first(key);
    if (work != null) {
      running++;
    }
    return work;
  }

  /** What was begun is not finished. */
  synchronized void leave() {
    running--;
    notifyAll();
  }

  /** What was begun is finished; answers whether another event of the order may begin. */
  synchronized boolean finish(EventWork work) {
    leave();
    offsets.finished(work.record().offset());
    return queues.removeFirst(work.key());
  }

  /** From now on nothing begins; what runs goes on. */
  synchronized void revoke() {
    revoked = true;
  }

  /** Waits until nothing runs; false when the time is over. */
  synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (running > 0) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }

  /** What may be committed and is not yet. */
  synchronized OptionalLong uncommitted() {
    OptionalLong committable = offsets.committable();
    return committable.isPresent() && committable.getAsLong() > committed
        ? committable
        : OptionalLong.empty();
  }

  synchronized void committed(long offset) {
    committed = Math.max(committed, offset);
  }

  synchronized int unfinished() {
    return offsets.count();
  }

  /** How far reading is ahead of what may be committed. */
  synchronized long span() {
    return offsets.span();
  }
}
