package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Looks into topics, and puts into them what no service would. */
final class TopicProbe {
  private final KafkaConfig kafka;

  TopicProbe(String bootstrap) {
    this.kafka = new KafkaConfig(bootstrap);
  }

  int partitions(Topic topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "probe"))) {
      return producer.partitionsFor(topic.topicName()).size();
    }
  }

  /** Puts bytes that are no message into every partition. */
  void corrupt(Topic topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "corruptor"))) {
      int partitions = producer.partitionsFor(topic.topicName()).size();
      for (int partition = 0; partition < partitions; partition++) {
        byte[] key = ("corrupt-" + partition).getBytes(UTF_8);
        byte[] value = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
        producer.send(new ProducerRecord<>(topic.topicName(), partition, key, value)).get();
      }
    }
  }

  /** Dead letters of one consumer that came from one topic. */
  long deadLetters(Topic deadLetterTopic, Topic source) {
    return all(deadLetterTopic).stream()
        .filter(
            record ->
                source.topicName().equals(CloudEvent.text(record.headers(), "dlq-source-topic")))
        .filter(record -> CloudEvent.text(record.headers(), "dlq-cause") != null)
        .count();
  }

  /** Every committed record. */
  List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
    Map<String, Object> properties = KafkaClients.reader(kafka, "probe");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
