package io.spillway.runtime.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Refuses to run over topics that would route orders to the wrong shard. */
public final class TopicCheck {
  private TopicCheck() {}

  /**
   * The id of a topic; one that was deleted and made anew has another.
   *
   * @throws IllegalStateException when the broker does not tell
   */
  public static Uuid id(Admin admin, Topic topic) throws InterruptedException {
    var described = TopicCreation.describe(admin, List.of(topic.topicName()));
    return Objects.requireNonNull(described.get(topic.topicName())).topicId();
  }

  /** The same as {@link #require(Admin, Partitioning, Topic...)}, over a service's own client. */
  public static void require(
      KafkaConfig kafka, String service, Partitioning partitioning, Topic... topics)
      throws InterruptedException {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, service + "-check"))) {
      require(admin, partitioning, topics);
    }
  }

  /**
   * Compares the topics on the broker with the partitioning.
   *
   * @throws IllegalStateException naming each topic that is missing or has other partitions
   */
  public static void require(Admin admin, Partitioning partitioning, Topic... topics)
      throws InterruptedException {
    List<String> names = Arrays.stream(topics).map(Topic::topicName).toList();
    var found = admin.describeTopics(names).topicNameValues();
    List<String> faults = new ArrayList<>();
    for (Topic topic : topics) {
      int expected = partitioning.partitions(topic);
      try {
        int actual = Objects.requireNonNull(found.get(topic.topicName())).get().partitions().size();
        if (actual != expected) {
          faults.add(topic.topicName() + " has " + actual + " partitions, not " + expected);
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new IllegalStateException("Kafka could not describe " + topic.topicName(), e);
        }
        faults.add(topic.topicName() + " is missing");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the topics do not fit the configuration: "
              + String.join("; ", faults)
              + ". './spillway up' creates missing topics. A topic keeps the partitions it was"
              + " created with: set SPILLWAY_PARTITIONS_ORDERS and SPILLWAY_PARTITIONS_INVENTORY to"
              + " these, or remove all data with './spillway down --wipe' and start again");
    }
  }
}
