package io.spillway.tools.adapter.faults;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Sets a group's position back; none of its members may be running. */
final class Offsets {
  private Offsets() {}

  /** To the beginning of one topic; waits until the broker has forgotten the last member. */
  static void rewind(String kafka, Topic topic, String group, Duration limit)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Admin admin =
        Admin.create(KafkaClients.common(new KafkaConfig(kafka), "spillway-faults"))) {
      String name = topic.topicName();
      TopicDescription described =
          Objects.requireNonNull(
              admin.describeTopics(List.of(name)).allTopicNames().get().get(name),
              "a topic that was asked for");
      Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
      described
          .partitions()
          .forEach(
              partition ->
                  beginnings.put(
                      new TopicPartition(name, partition.partition()), new OffsetAndMetadata(0)));
      while (true) {
        try {
          admin.alterConsumerGroupOffsets(group, beginnings).all().get();
          return;
        } catch (ExecutionException occupied) {
          if (System.nanoTime() > deadline) {
            throw occupied;
          }
          Thread.sleep(500);
        }
      }
    }
  }
}
