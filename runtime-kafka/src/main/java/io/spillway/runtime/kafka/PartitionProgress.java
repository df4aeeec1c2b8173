package io.spillway.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions stand still though records wait. It learns from each look at the positions, so
 * it has to be asked now and then. Thread-safe.
 */
final class PartitionProgress {
  private final Duration stalledAfter;
  private final Map<TopicPartition, Seen> seen = new HashMap<>();

  /** A partition as it was when it moved last, or when nothing waited last. */
  private record Seen(long committed, Instant at) {}

  /**
   * Where a partition stands.
   *
   * @param committed the next offset to take, by the last commit; negative before the first one
   * @param end the offset after the last record known; negative when none is
   */
  record Position(long committed, long end) {
    boolean waits() {
      return end > Math.max(committed, 0);
    }
  }

  PartitionProgress(Duration stalledAfter) {
    this.stalledAfter = stalledAfter;
  }

  /** One sentence for each that stands still; partitions that are gone are forgotten. */
  synchronized List<String> complaints(Map<TopicPartition, Position> positions, Instant now) {
    seen.keySet().retainAll(positions.keySet());
    List<String> complaints = new ArrayList<>();
    positions.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> look(entry.getKey(), entry.getValue(), now, complaints));
    return complaints;
  }

  private void look(
      TopicPartition partition, Position position, Instant now, List<String> complaints) {
    Seen before = seen.get(partition);
    if (before == null || before.committed() != position.committed() || !position.waits()) {
      seen.put(partition, new Seen(position.committed(), now));
      return;
    }
    Duration still = Duration.between(before.at(), now);
    if (still.compareTo(stalledAfter) >= 0) {
      complaints.add(
          partition
              + " stands at "
              + position.committed()
              + " of "
              + position.end()
              + " for "
              + still.toSeconds()
              + " s");
    }
  }
}
