package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.adapter.kafka.TopicScan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads a topic without a group, so that it disturbs nobody. */
public final class TopicTail {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConfig kafka;

  public TopicTail(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /**
   * Hands on each record as a line of JSON until the sink has enough; records of one partition in
   * their order.
   *
   * @param sink answers whether it wants more
   */
  public void follow(Topic topic, boolean fromBeginning, Predicate<String> sink)
      throws InterruptedException {
    Map<String, Object> properties = KafkaClients.reader(kafka, "spillway-tail");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> partitions = TopicScan.partitions(consumer, topic.topicName());
      if (partitions.isEmpty()) {
        throw new OperationException(
            "topic " + topic.topicName() + " does not exist on this stack");
      }
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
        // Now, not at the first poll: what is written meanwhile belongs to the answer.
        partitions.forEach(consumer::position);
      }
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (!sink.test(TopicFormat.line(record))) {
            return;
          }
        }
      }
    } catch (InterruptException e) {
      throw new InterruptedException();
    }
  }
}
