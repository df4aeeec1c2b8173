package io.spillway.runtime.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The claims of the partitions now assigned. For the poll thread only. */
final class CompletedOffsets {
  private final Map<TopicPartition, PartitionAssignment> claims = new HashMap<>();

  /** An offset to commit, with the claim it stands under. */
  record Pending(PartitionAssignment claim, OffsetAndMetadata offset) {}

  void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> claims.put(partition, new PartitionAssignment(partition)));
  }

  @Nullable PartitionAssignment claim(TopicPartition partition) {
    return claims.get(partition);
  }

  Set<TopicPartition> assigned() {
    return Set.copyOf(claims.keySet());
  }

  List<PartitionAssignment> claims(Collection<TopicPartition> partitions) {
    List<PartitionAssignment> found = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      PartitionAssignment claim = claims.get(partition);
      if (claim != null) {
        found.add(claim);
      }
    }
    return found;
  }

  void forget(Collection<TopicPartition> partitions) {
    claims.keySet().removeAll(Set.copyOf(partitions));
  }

  List<Pending> pending() {
    List<Pending> pending = new ArrayList<>();
    for (PartitionAssignment claim : claims.values()) {
      claim.uncommitted().ifPresent(offset -> pending.add(new Pending(claim, offset)));
    }
    return pending;
  }

  static Map<TopicPartition, OffsetAndMetadata> offsets(List<Pending> pending) {
    return pending.stream()
        .collect(Collectors.toMap(entry -> entry.claim().partition(), Pending::offset));
  }

  static void committed(List<Pending> pending) {
    pending.forEach(entry -> entry.claim().committed(entry.offset()));
  }
}
