package io.spillway.verify.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.PipelineIdle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Ends of the pipeline's topics and what its groups have committed. The offset after a
 * transaction's last record is its marker's, which no group commits, so a short distance is looked
 * at before it counts.
 */
public final class KafkaPipelineIdle implements PipelineIdle, AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS = 20;
  private static final Set<String> TOPICS =
      Arrays.stream(Topic.values())
          // Binlog positions move on without any order.
          .filter(topic -> topic != Topic.CDC_OFFSETS)
          .map(Topic::topicName)
          .collect(Collectors.toSet());

  /** The groups that an order passes, in that order. */
  private static final List<String> STAGES =
      List.of("order-processor", "inventory-processor", "order-store", "analytics-sink");

  private final Admin admin;
  private final TopicScan reader;

  public KafkaPipelineIdle(KafkaConfig kafka) {
    this.admin = Admin.create(KafkaClients.common(kafka, "spillway-check"));
    this.reader = new TopicScan(kafka);
  }

  @Override
  public Map<String, Long> ends() throws UnavailableException, InterruptedException {
    Map<String, Long> ends = new TreeMap<>();
    ask(this::offsets).forEach((partition, end) -> ends.put(partition.toString(), end));
    return ends;
  }

  @Override
  public Map<String, Long> left() throws UnavailableException, InterruptedException {
    Map<TopicPartition, Long> ends = ask(this::offsets);
    Map<String, Long> left = new LinkedHashMap<>();
    for (String stage : STAGES) {
      long records = 0;
      for (Map.Entry<TopicPartition, Long> from : unread(committed(stage), ends).entrySet()) {
        long unread = ends.getOrDefault(from.getKey(), 0L) - from.getValue();
        // A lone one is mostly a transaction's marker.
        records += unread == 1 ? 0 : unread;
      }
      left.put(stage, records);
    }
    return left;
  }

  @Override
  public List<String> lagging() throws UnavailableException, InterruptedException {
    Map<TopicPartition, Long> ends = ask(this::offsets);
    List<String> behind = new ArrayList<>();
    for (GroupListing group : ask(() -> admin.listGroups().all().get())) {
      long lag = lag(committed(group.groupId()), ends);
      if (lag > 0) {
        behind.add(group.groupId() + " has " + lag + " records left");
      }
    }
    behind.sort(null);
    return behind;
  }

  @Override
  public void close() {
    reader.close();
    admin.close(Duration.ofSeconds(5));
  }

  private long lag(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends)
      throws UnavailableException, InterruptedException {
    Map<TopicPartition, Long> from = unread(committed, ends);
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> entry : from.entrySet()) {
      lag += ends.getOrDefault(entry.getKey(), 0L) - entry.getValue();
    }
    return from.isEmpty() || !holdRecords(from, ends) ? 0 : lag;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String group)
      throws UnavailableException, InterruptedException {
    return ask(() -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
  }

  /** Where a group goes on in the partitions that it has not read to their ends. */
  private static Map<TopicPartition, Long> unread(
      Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> from = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Long end = ends.get(entry.getKey());
      // Absent for topics of a group's own, such as repartitioned ones.
      if (end != null && entry.getValue() != null && entry.getValue().offset() < end) {
        from.put(entry.getKey(), entry.getValue().offset());
      }
    }
    return from;
  }

  /** Whether there is any record, and not only markers, between here and the ends. */
  private boolean holdRecords(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends)
      throws UnavailableException, InterruptedException {
    try (TopicScan.Loan loan = reader.borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      consumer.assign(from.keySet());
      // Of what a group has not read, the oldest may have been removed.
      Map<TopicPartition, Long> oldest = consumer.beginningOffsets(from.keySet());
      from.forEach((p, at) -> consumer.seek(p, Math.max(at, oldest.getOrDefault(p, 0L))));
      for (int look = 0; look < LOOKS; look++) {
        if (!consumer.poll(LOOK).isEmpty()) {
          return true;
        }
        if (from.keySet().stream()
            .allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
          return false;
        }
      }
      return true;
    } catch (KafkaException e) {
      throw TopicScan.failure(e);
    }
  }

  private Map<TopicPartition, Long> offsets() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    Set<String> there = admin.listTopics().names().get();
    List<String> ours = there.stream().filter(TOPICS::contains).toList();
    for (TopicDescription topic : admin.describeTopics(ours).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              p ->
                  wanted.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((partition, info) -> ends.put(partition, info.offset()));
    return ends;
  }

  private interface Question<T> {
    T ask() throws ExecutionException, InterruptedException;
  }

  private static <T> T ask(Question<T> question) throws UnavailableException, InterruptedException {
    try {
      return question.ask();
    } catch (ExecutionException e) {
      throw new UnavailableException("Kafka does not respond (" + e.getCause() + ")", e);
    }
  }
}
