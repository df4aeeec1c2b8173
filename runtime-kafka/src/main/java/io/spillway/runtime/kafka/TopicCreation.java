package io.spillway.runtime.kafka;

import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the pipeline's topics. */
public final class TopicCreation {
  private static final int MAX_DESCRIBE_ATTEMPTS = 300;
  private static final Duration DESCRIBE_PAUSE = Duration.ofMillis(100);

  /**
   * What the saga reads. It takes the earliest record of a task first, so an order comes before
   * what is asked of it only if one clock stamps both: the broker's, not each producer's. And the
   * audit log: a writer with a wrong clock must not decide how long its entries are kept.
   */
  private static final Set<Topic> STAMPED_BY_BROKER =
      Set.of(
          Topic.ORDERS_INTAKE,
          Topic.ORDERS_COMMANDS,
          Topic.INVENTORY_OUTCOMES,
          Topic.OPERATIONS_AUDIT);

  private static final String BROKERS_TIME = "LogAppendTime";

  private TopicCreation() {}

  /**
   * Creates what is missing; topics that exist stay as they are, but for whose clock stamps them.
   * Safe to repeat.
   */
  public static void ensure(Admin admin, Partitioning partitioning, short replicas)
      throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (!present.contains(topic.topicName())) {
          missing.add(
              new NewTopic(topic.topicName(), partitioning.partitions(topic), replicas)
                  .configs(configs(topic, replicas)));
        }
      }
      admin.createTopics(missing).all().get();
      var _ = describe(admin, missing.stream().map(NewTopic::name).toList());
      stampByBroker(admin, present);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka could not create the topics", e.getCause());
    }
  }

  private static void stampByBroker(Admin admin, Set<String> present)
      throws InterruptedException, ExecutionException {
    AlterConfigOp stamped =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, BROKERS_TIME),
            AlterConfigOp.OpType.SET);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : STAMPED_BY_BROKER) {
      if (present.contains(topic.topicName())) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), List.of(stamped));
      }
    }
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  /**
   * Describes topics, waiting for those that were just created: the controller answers before every
   * broker has heard of them.
   *
   * @throws IllegalStateException when the broker does not tell
   */
  public static Map<String, TopicDescription> describe(Admin admin, List<String> names)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return admin.describeTopics(names).allTopicNames().get();
      } catch (ExecutionException e) {
        boolean unheard = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unheard || attempt == MAX_DESCRIBE_ATTEMPTS) {
          throw new IllegalStateException("Kafka did not describe " + names, e.getCause());
        }
        Thread.sleep(DESCRIBE_PAUSE);
      }
    }
  }

  private static Map<String, String> configs(Topic topic, short replicas) {
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas >= 3 ? "2" : "1");
    configs.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MAX_RECORD_BYTES));
    if (STAMPED_BY_BROKER.contains(topic)) {
      configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, BROKERS_TIME);
    }
    Duration retention = topic.retention();
    if (retention == null) {
      configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    } else {
      configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
      configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    }
    return configs;
  }
}
