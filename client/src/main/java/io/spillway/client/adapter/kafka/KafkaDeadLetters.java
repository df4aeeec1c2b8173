package io.spillway.client.adapter.kafka;

import io.spillway.client.port.DeadLetterSink;
import io.spillway.schemas.codec.DeadLetterHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in a topic of one partition: key, value and headers as they came, with the headers
 * that {@code ./spillway dlq} reads. Thread-safe.
 */
public final class KafkaDeadLetters implements DeadLetterSink {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String group;
  private final Clock clock;

  /** Dead letters of a group, through a producer that waits for all replicas and is closed here. */
  KafkaDeadLetters(Producer<byte[], byte[]> producer, String topic, String group, Clock clock) {
    this.producer = producer;
    this.topic = topic;
    this.group = group;
    this.clock = clock;
  }

  /**
   * Opens the topic, and makes it when there is none.
   *
   * @param source the topic that is read; letters get as many replicas
   * @throws IllegalStateException when it can neither be used nor made, with what to do
   */
  public static KafkaDeadLetters open(
      Map<String, Object> properties, String group, String topic, String source, Clock clock)
      throws InterruptedException {
    ensure(ClientProperties.common(properties, group), topic, source);
    return new KafkaDeadLetters(
        new KafkaProducer<>(ClientProperties.producer(properties, group)), topic, group, clock);
  }

  // Kafka's record takes null keys and values, which its types do not say.
  @SuppressWarnings("NullAway")
  @Override
  public void send(ConsumerRecord<byte[], byte[]> record, String cause, int attempts)
      throws Exception {
    Headers headers =
        DeadLetterHeaders.of(
            record.headers(),
            new DeadLetterHeaders.Source(
                record.topic(), record.partition(), record.offset(), record.timestamp()),
            group,
            cause,
            attempts,
            clock.instant());
    try {
      produce(record.key(), record.value(), headers);
    } catch (RecordTooLargeException e) {
      if (record.value() == null) {
        throw e;
      }
      // A record at the size limit grows past it by our headers; then its position has to do.
      DeadLetterHeaders.put(headers, DeadLetterHeaders.OMITTED_VALUE_BYTES, record.value().length);
      produce(record.key(), null, headers);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_WITHIN);
  }

  @SuppressWarnings("NullAway")
  private void produce(byte @Nullable [] key, byte @Nullable [] value, Headers headers)
      throws Exception {
    try {
      // A copy: the producer freezes the headers it is given.
      producer.send(new ProducerRecord<>(topic, 0, key, value, new RecordHeaders(headers))).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void ensure(Map<String, Object> admin, String topic, String source)
      throws InterruptedException {
    try (Admin client = Admin.create(admin)) {
      if (partitions(client, topic).isPresent()) {
        return;
      }
      Optional<Short> replicas =
          partitions(client, source).map(each -> (short) each.getFirst().replicas().size());
      NewTopic wanted =
          new NewTopic(topic, Optional.of(1), replicas)
              .configs(
                  Map.of(
                      TopicConfig.RETENTION_MS_CONFIG,
                      Long.toString(RETENTION.toMillis()),
                      TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                      Integer.toString(ClientProperties.MAX_RECORD_BYTES)));
      client.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unusable(topic, e.getCause() == null ? e : e.getCause());
      }
    }
  }

  private static Optional<List<TopicPartitionInfo>> partitions(Admin client, String topic)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.ofNullable(
              client.describeTopics(List.of(topic)).allTopicNames().get().get(topic))
          .map(TopicDescription::partitions);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static IllegalStateException unusable(String topic, Throwable cause) {
    String fix =
        cause instanceof AuthorizationException
            ? "give the account the rights to describe and write it, and to create it unless it"
                + " exists, or call deadLetters(…) to keep dead letters elsewhere"
            : "create it with one partition, or correct the connection";
    return new IllegalStateException(
        "the dead-letter topic " + topic + " cannot be used (" + cause + "): " + fix, cause);
  }
}
