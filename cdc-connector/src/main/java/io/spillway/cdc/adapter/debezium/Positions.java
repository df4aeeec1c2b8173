package io.spillway.cdc.adapter.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at what an engine would find before it starts: its position and its schema history. */
final class Positions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConfig kafka;

  Positions(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** The position committed under an engine's name, or null. */
  @Nullable Position find(String engine) {
    TopicPartition partition = new TopicPartition(Topic.CDC_OFFSETS.topicName(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
      Position found = null;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition, PATIENCE) < end) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException("the positions were not read within " + PATIENCE);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (isOf(engine, record.key())) {
            found = record.value() == null ? null : position(record.key(), record.value());
          }
        }
      }
      return found;
    }
  }

  /** Whether a topic holds no record. */
  boolean isEmpty(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(partition), PATIENCE);
      Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition), PATIENCE);
      return first.equals(end);
    }
  }

  /** Takes a position away, so that the engine reads all rows again. */
  @SuppressWarnings("NullAway") // a tombstone's value is null
  void forget(Position position) throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "cdc-positions"))) {
      producer
          .send(new ProducerRecord<>(Topic.CDC_OFFSETS.topicName(), 0, position.key(), null))
          .get();
    } catch (ExecutionException e) {
      throw new KafkaException("a position was not taken away", e.getCause());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = KafkaClients.consumer(kafka, "cdc-positions", "cdc-positions");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(properties);
  }

  /** Connect's key is {@code ["engine",{"server":"topic prefix"}]}. */
  private static boolean isOf(String engine, byte @Nullable [] key) {
    if (key == null) {
      return false;
    }
    try {
      JsonNode node = JSON.readTree(new String(key, UTF_8));
      return node.isArray() && node.path(0).asText().equals(engine);
    } catch (JacksonException e) {
      return false;
    }
  }

  private static Position position(byte[] key, byte[] value) {
    String text = new String(value, UTF_8);
    try {
      JsonNode snapshot = JSON.readTree(text).path("snapshot");
      boolean inSnapshot =
          !snapshot.isMissingNode() && !snapshot.isNull() && !snapshot.asText().equals("false");
      return new Position(key, text, inSnapshot);
    } catch (JacksonException e) {
      return new Position(key, text, false);
    }
  }
}
