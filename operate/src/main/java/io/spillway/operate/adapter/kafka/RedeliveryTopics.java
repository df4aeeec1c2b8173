package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics that hold re-delivered records for one group: partitions as the source, kept 3 days. */
final class RedeliveryTopics {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final int MAX_LOOKS = 100;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private RedeliveryTopics() {}

  /**
   * Creates the topic unless it exists.
   *
   * @throws OperationException when it has other partitions than the source
   */
  static void ensure(Admin admin, Topic source, String target) throws InterruptedException {
    TopicDescription model =
        Objects.requireNonNull(
            KafkaAnswers.get(admin.describeTopics(List.of(source.topicName())).allTopicNames())
                .get(source.topicName()));
    TopicDescription present = describe(admin, target);
    if (present == null) {
      create(admin, model, target);
      for (int look = 1; present == null && look <= MAX_LOOKS; look++) {
        // The controller answers before every broker has heard of it.
        Thread.sleep(BETWEEN_LOOKS);
        present = describe(admin, target);
      }
    }
    if (present == null || present.partitions().size() != model.partitions().size()) {
      throw new OperationException(
          String.format(
              Locale.ROOT,
              "%s has other partitions than %s, so keys would lose their order; delete it and"
                  + " repeat",
              target,
              source.topicName()));
    }
  }

  private static @Nullable TopicDescription describe(Admin admin, String topic) {
    Map<String, TopicDescription> found =
        KafkaAnswers.orMissing(
            admin.describeTopics(List.of(topic)).allTopicNames(),
            UnknownTopicOrPartitionException.class);
    return found == null ? null : found.get(topic);
  }

  private static void create(Admin admin, TopicDescription model, String target) {
    short replicas = (short) model.partitions().getFirst().replicas().size();
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(KEPT.toMillis()));
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas >= 3 ? "2" : "1");
    // The copy's headers come on top of a record that may be as large as records get.
    configs.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MAX_RECORD_BYTES));
    // By the time of copying: by their own time old records would be deleted at once.
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    KafkaAnswers.orMissing(
        admin
            .createTopics(
                List.of(new NewTopic(target, model.partitions().size(), replicas).configs(configs)))
            .all(),
        TopicExistsException.class);
  }
}
