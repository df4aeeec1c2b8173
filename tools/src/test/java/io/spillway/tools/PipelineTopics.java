package io.spillway.tools;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks at the topics of a running pipeline, and spoils them. */
final class PipelineTopics implements AutoCloseable {
  private static final Map<Topic, List<Topic>> DEAD_LETTERS =
      Map.of(
          Topic.ORDERS_INTAKE, List.of(Topic.ORDER_PROCESSOR_DLQ),
          Topic.INVENTORY_OUTCOMES, List.of(Topic.ORDER_PROCESSOR_DLQ),
          Topic.ORDERS_EVENTS, List.of(Topic.ORDER_STORE_DLQ),
          Topic.INVENTORY_COMMANDS, List.of(Topic.INVENTORY_PROCESSOR_DLQ),
          Topic.CDC_ORDERS, List.of(Topic.ANALYTICS_SINK_DLQ),
          Topic.CDC_STOCK, List.of(Topic.ANALYTICS_SINK_DLQ, Topic.INVENTORY_AVAILABILITY_DLQ),
          Topic.CDC_STOCK_MOVEMENTS, List.of(Topic.ANALYTICS_SINK_DLQ));

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  PipelineTopics(String bootstrap) {
    KafkaConfig kafka = new KafkaConfig(bootstrap);
    producer = new KafkaProducer<>(KafkaClients.producer(kafka, "pipeline-it"));
    Map<String, Object> settings = KafkaClients.consumer(kafka, "pipeline-it", "pipeline-it");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    consumer = new KafkaConsumer<>(settings);
  }

  /** Where the consumers of a topic set aside what they cannot read. */
  static List<Topic> deadLettersOf(Topic topic) {
    return DEAD_LETTERS.getOrDefault(topic, List.of());
  }

  /** A record whose value is no message. */
  void sendGarbage(Topic topic) throws InterruptedException, ExecutionException {
    byte[] garbage = {(byte) 0xff, 1, 2, 3};
    producer.send(new ProducerRecord<>(topic.topicName(), 0, "garbage".getBytes(), garbage)).get();
  }

  /** Events that readers of committed records see. */
  long committedEvents() {
    return records(Topic.ORDERS_EVENTS);
  }

  /** Committed records of a topic, transaction markers not counted. */
  long records(Topic topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long count = 0;
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      count += consumer.poll(Duration.ofMillis(100)).count();
    }
    return count;
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
