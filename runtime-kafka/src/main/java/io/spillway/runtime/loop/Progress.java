package io.spillway.runtime.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions have records waiting, and since when none of them was handled. Kept by the poll
 * thread, read by anyone.
 */
final class Progress {
  private final Clock clock;
  private final Map<TopicPartition, Waiting> waiting = new ConcurrentHashMap<>();

  /**
   * A partition with records to handle.
   *
   * @param lag records received and not handled, and those that Kafka is known to have beyond
   * @param since when the last of its records was handled, or it began to wait
   */
  record Waiting(TopicPartition partition, long lag, long handled, Instant since) {
    private Waiting noted(long lagNow, long handledNow, Instant now) {
      return new Waiting(partition, lagNow, handledNow, handledNow == handled ? since : now);
    }
  }

  Progress(Clock clock) {
    this.clock = clock;
  }

  /** Once a turn; {@code unread} tells how many records Kafka has beyond the position. */
  void look(Collection<PartitionAssignment> claims, ToLongFunction<TopicPartition> unread) {
    Instant now = clock.instant();
    waiting.keySet().retainAll(claims.stream().map(PartitionAssignment::partition).toList());
    for (PartitionAssignment claim : claims) {
      PartitionAssignment.Count count = claim.count();
      TopicPartition partition = claim.partition();
      long lag = count.outstanding() + unread.applyAsLong(partition);
      if (lag == 0) {
        waiting.remove(partition);
        continue;
      }
      waiting.merge(
          partition,
          new Waiting(partition, lag, count.handled(), now),
          (before, _) -> before.noted(lag, count.handled(), now));
    }
  }

  /** The partitions without progress for longer than this, by name. */
  List<Waiting> stalled(Duration longerThan) {
    Instant now = clock.instant();
    return waiting.values().stream()
        .filter(entry -> Duration.between(entry.since(), now).compareTo(longerThan) > 0)
        .sorted((a, b) -> a.partition().toString().compareTo(b.partition().toString()))
        .toList();
  }
}
