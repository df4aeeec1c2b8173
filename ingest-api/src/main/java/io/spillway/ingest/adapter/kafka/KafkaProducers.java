package io.spillway.ingest.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;

/** Opens the producer of the intake, whose {@code send} never waits. */
public final class KafkaProducers {
  private static final long BUFFER_BESIDE_IN_FLIGHT_BYTES = 32L << 20;
  private static final Duration RETRY_METADATA = Duration.ofMillis(20);

  private KafkaProducers() {}

  /**
   * Opens the producer and fetches the topics' metadata, so that the first send has it.
   *
   * @throws IllegalStateException when no broker answers within {@code startTimeout}
   */
  public static Producer<byte[], byte[]> open(
      KafkaConfig kafka,
      long inFlightBytes,
      Duration deliveryTimeout,
      Duration requestTimeout,
      Duration startTimeout)
      throws InterruptedException {
    Map<String, Object> properties = KafkaClients.producer(kafka, "ingest-api");
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMillis());
    // A send that would wait for metadata or memory fails instead: HTTP threads are for HTTP.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
    properties.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG, inFlightBytes + BUFFER_BESIDE_IN_FLIGHT_BYTES);
    // Forgotten metadata would make the first order after a quiet hour fail.
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3_650).toMillis());
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties);
    try {
      long deadline = System.nanoTime() + startTimeout.toNanos();
      awaitMetadata(producer, Topic.ORDERS_INTAKE, deadline);
      awaitMetadata(producer, Topic.ORDERS_COMMANDS, deadline);
      awaitMetadata(producer, Topic.INVENTORY_COMMANDS, deadline);
      return producer;
    } catch (RuntimeException | InterruptedException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static void awaitMetadata(
      Producer<byte[], byte[]> producer, Topic topic, long deadlineNanos)
      throws InterruptedException {
    while (true) {
      try {
        producer.partitionsFor(topic.topicName());
        return;
      } catch (TimeoutException e) {
        // Each call asks in the background and does not wait, so ask again.
        if (System.nanoTime() - deadlineNanos > 0) {
          throw new IllegalStateException(
              "no metadata of topic " + topic.topicName() + "; are the brokers up?", e);
        }
        Thread.sleep(RETRY_METADATA);
      }
    }
  }
}
