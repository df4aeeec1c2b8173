package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.core.backlog.StageBacklog;
import io.spillway.analytics.port.BacklogUnknownException;
import io.spillway.analytics.port.Backlogs;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits before the pipeline's consumer groups, by their committed offsets. Offsets, so the
 * markers of transactions count as records; a lone one at the end of a partition does not.
 *
 * @param admin stays the caller's
 */
public record KafkaBacklogs(Admin admin, Clock clock) implements Backlogs {
  private static final long TIMEOUT_SECONDS = 10;

  private static final List<String> STAGES =
      List.of(
          "order-processor",
          "order-store",
          "inventory-processor",
          "inventory-availability",
          "analytics-sink");

  private static final Set<String> TOPICS =
      Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toUnmodifiableSet());

  /** Written in transactions: behind the last record there is a marker that nobody reads. */
  private static final Set<String> WITH_MARKERS =
      Set.of(Topic.ORDERS_EVENTS.topicName(), Topic.INVENTORY_COMMANDS.topicName());

  @Override
  public List<StageBacklog> read() throws BacklogUnknownException, InterruptedException {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> positions =
        answer(
            admin
                .listConsumerGroupOffsets(
                    STAGES.stream()
                        .collect(
                            Collectors.toMap(
                                stage -> stage, _ -> new ListConsumerGroupOffsetsSpec())))
                .all());
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    positions.values().forEach(of -> of.keySet().forEach(partition -> want(wanted, partition)));
    Map<TopicPartition, ListOffsetsResultInfo> ends = answer(admin.listOffsets(wanted).all());
    Instant at = clock.instant();
    List<StageBacklog> stages = new ArrayList<>();
    for (String stage : STAGES) {
      Map<TopicPartition, OffsetAndMetadata> position = positions.getOrDefault(stage, Map.of());
      if (!position.isEmpty()) {
        stages.add(new StageBacklog(stage, waiting(position, ends), at));
      }
    }
    return stages;
  }

  private static void want(Map<TopicPartition, OffsetSpec> wanted, TopicPartition partition) {
    if (TOPICS.contains(partition.topic())) {
      wanted.put(partition, OffsetSpec.latest());
    }
  }

  private static long waiting(
      Map<TopicPartition, OffsetAndMetadata> position,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    long waiting = 0;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : position.entrySet()) {
      ListOffsetsResultInfo end = ends.get(entry.getKey());
      if (end != null && entry.getValue() != null) {
        long left = end.offset() - entry.getValue().offset();
        boolean lone = left == 1 && WITH_MARKERS.contains(entry.getKey().topic());
        waiting += lone ? 0 : Math.max(0, left);
      }
    }
    return waiting;
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws BacklogUnknownException, InterruptedException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BacklogUnknownException("Kafka does not return committed offsets", e);
    }
  }
}
