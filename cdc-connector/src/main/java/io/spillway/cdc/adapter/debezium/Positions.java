package io.spillway.cdc.adapter.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  /** The position committed under an engine's name, or null; fails when the topic is missing. */
  @Nullable Position find(String engine) {
    AtomicReference<@Nullable Position> found = new AtomicReference<>();
    readAll(
        Topic.CDC_OFFSETS.topicName(),
        record -> {
          if (isOf(engine, record.key())) {
            found.set(record.value() == null ? null : position(record.key(), record.value()));
          }
        });
    return found.get();
  }

  /** The tables, such as {@code spillway_0.orders}, whose shapes a schema history tells. */
  Set<String> tables(String historyTopic) {
    Set<String> tables = new HashSet<>();
    readAll(historyTopic, record -> tables.addAll(tables(record.value())));
    return tables;
  }

  private void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition, PATIENCE) < end) {
        if (System.nanoTime() > deadline) {
          throw new KafkaException(topic + " was not read within " + PATIENCE);
        }
        consumer.poll(Duration.ofMillis(200)).forEach(reader);
      }
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
      throw new KafkaException("a stored position was not deleted", e.getCause());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = KafkaClients.reader(kafka, "cdc-positions");
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
      JsonNode offset = JSON.readTree(text);
      JsonNode snapshot = offset.path("snapshot");
      boolean inSnapshot =
          !snapshot.isMissingNode() && !snapshot.isNull() && !snapshot.asText().equals("false");
      boolean known = offset.path("file").isTextual() && offset.path("pos").isIntegralNumber();
      return new Position(key, text, known, inSnapshot);
    } catch (JacksonException e) {
      return new Position(key, text, false, false);
    }
  }

  /** Debezium's record lists the tables it changed: {@code "id":"\"spillway_0\".\"orders\""}. */
  private static Set<String> tables(byte @Nullable [] historyRecord) {
    Set<String> tables = new HashSet<>();
    if (historyRecord == null) {
      return tables;
    }
    try {
      for (JsonNode change : JSON.readTree(new String(historyRecord, UTF_8)).path("tableChanges")) {
        if (!change.path("type").asText().equals("DROP")) {
          tables.add(change.path("id").asText().replace("\"", ""));
        }
      }
    } catch (JacksonException e) {
      // Debezium passes over what it cannot read, too; a table only told of there is unknown.
      return Set.of();
    }
    return tables;
  }
}
