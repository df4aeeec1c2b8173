package io.spillway.runtime.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.topics.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final MockProducer<byte[], byte[]> producer = Testing.producer(false);
  private final DeadLetters letters = Testing.deadLetters(producer, new HandClock());

  @Test
  void keepsTheRecordAndTellsItsStory() {
    ConsumerRecord<byte[], byte[]> source = Testing.record(5, 42, "broken");
    source.headers().add("ce_id", "o-1".getBytes(UTF_8));
    source.headers().add("dlq-cause", "an earlier one".getBytes(UTF_8));

    CompletableFuture<Void> sent = letters.send(source, "quantity is 0", 3);
    assertThat(sent).isNotDone();

    ProducerRecord<byte[], byte[]> letter = producer.history().getFirst();
    assertThat(letter.topic()).isEqualTo("inventory-processor.dlq.v1");
    assertThat(letter.partition()).isZero();
    assertThat(letter.key()).isEqualTo(source.key());
    assertThat(letter.value()).isEqualTo(source.value());
    assertThat(texts(letter.headers()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_id", "o-1",
                "dlq-cause", "quantity is 0",
                "dlq-source-topic", "inventory.commands.v1",
                "dlq-source-partition", "5",
                "dlq-source-offset", "42",
                "dlq-source-timestamp", "-1",
                "dlq-consumer", "tester",
                "dlq-attempts", "3",
                "dlq-at", "2026-11-20T12:00:00Z"));
  }

  @Test
  void completesOnlyWithTheAcknowledgement() {
    CompletableFuture<Void> sent = letters.send(Testing.record(0, 0), "cause", 1);

    assertThat(sent).isNotDone();
    producer.completeNext();
    assertThat(sent).isCompleted();
  }

  @Test
  void failsWithTheProducer() {
    CompletableFuture<Void> refused = letters.send(Testing.record(0, 0), "cause", 1);
    producer.errorNext(new TimeoutException("brokers away"));
    assertThat(refused).isCompletedExceptionally();

    producer.sendException = new IllegalStateException("closed");
    assertThat(letters.send(Testing.record(0, 0), "cause", 1)).isCompletedExceptionally();
  }

  @Test
  void leavesOutAValueThatDoesNotFitAnyMore() {
    CompletableFuture<Void> sent = letters.send(Testing.record(0, 7, "large"), "cause", 1);
    producer.errorNext(new RecordTooLargeException("4 MiB and our headers"));

    ProducerRecord<byte[], byte[]> second = producer.history().getLast();
    assertThat(second.value()).isNull();
    assertThat(texts(second.headers()))
        .containsEntry("dlq-omitted-value-bytes", "5")
        .containsEntry("dlq-source-offset", "7");
    producer.completeNext();
    assertThat(sent).isCompleted();
  }

  @Test
  void takesTombstonesAndEndlessCauses() {
    ConsumerRecord<byte[], byte[]> tombstone =
        new ConsumerRecord<>(Testing.SOURCE.topicName(), 0, 0, null, null);

    CompletableFuture<Void> sent = letters.send(tombstone, "x".repeat(100_000), 1);
    assertThat(sent).isNotDone();

    ProducerRecord<byte[], byte[]> letter = producer.history().getFirst();
    assertThat(letter.value()).isNull();
    assertThat(texts(letter.headers()).get("dlq-cause")).hasSize(1_000);
  }

  @Test
  void refusesATopicOfManyPartitions() {
    assertThatThrownBy(
            () ->
                new DeadLetters(
                    producer,
                    Topic.ORDERS_EVENTS,
                    "tester",
                    new HandClock(),
                    new SimpleMeterRegistry()))
        .hasMessageContaining("orders.events.v1");
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }
}
