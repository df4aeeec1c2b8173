package io.spillway.runtime.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer sets records aside: key, value and headers as they came, plus why, from where
 * and after how many attempts. Thread-safe; does not close the producer.
 */
public final class DeadLetters {
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String consumerName;
  private final Clock clock;
  private final Counter sent;

  /**
   * Dead letters of one consumer.
   *
   * @param producer must wait for all replicas
   * @param deadLetterTopic a topic of one partition
   * @param consumerName who gives up, as in the header and the metrics
   */
  public DeadLetters(
      Producer<byte[], byte[]> producer,
      Topic deadLetterTopic,
      String consumerName,
      Clock clock,
      MeterRegistry metrics) {
    if (deadLetterTopic.routing() != Topic.Routing.SINGLE) {
      throw new IllegalArgumentException(
          "a dead-letter topic has one partition, unlike " + deadLetterTopic.topicName());
    }
    this.producer = producer;
    this.topic = deadLetterTopic.topicName();
    this.consumerName = consumerName;
    this.clock = clock;
    this.sent =
        Counter.builder("spillway.dead.letters")
            .tag("consumer", consumerName)
            .description("Dead letters acknowledged by Kafka")
            .register(metrics);
  }

  /**
   * Sets a record aside; completes once the brokers hold it, or with the failure, and then the
   * record must not count as handled. May block as long as the producer's {@code send} does.
   */
  public CompletableFuture<Void> send(
      ConsumerRecord<byte[], byte[]> source, String cause, int attempts) {
    Headers headers = headers(source, cause, attempts);
    return produce(source.key(), source.value(), headers)
        .exceptionallyCompose(failure -> withoutValue(source, headers, failure))
        .thenRun(sent::increment);
  }

  /** A record at the size limit grows past it by our headers; then its position has to do. */
  private CompletableFuture<Void> withoutValue(
      ConsumerRecord<byte[], byte[]> source, Headers headers, Throwable failure) {
    if (!(failure instanceof RecordTooLargeException) || source.value() == null) {
      return CompletableFuture.failedFuture(failure);
    }
    DeadLetterHeaders.put(headers, DeadLetterHeaders.OMITTED_VALUE_BYTES, source.value().length);
    return produce(source.key(), null, headers);
  }

  // Kafka's record takes null keys and values, which its types do not say.
  @SuppressWarnings("NullAway")
  private CompletableFuture<Void> produce(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try {
      // A copy: the producer freezes the headers it is given.
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(topic, 0, key, value, new RecordHeaders(headers));
      var _ =
          producer.send(
              letter,
              (_, failure) -> {
                if (failure == null) {
                  acknowledged.complete(null);
                } else {
                  acknowledged.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }

  private Headers headers(ConsumerRecord<byte[], byte[]> source, String cause, int attempts) {
    return DeadLetterHeaders.of(
        source.headers(),
        new DeadLetterHeaders.Source(
            source.topic(), source.partition(), source.offset(), source.timestamp()),
        consumerName,
        cause,
        attempts,
        clock.instant());
  }
}
