package io.spillway.client.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.codec.DeadLetterHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaDeadLettersTest {
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
          return failures.isEmpty()
              ? super.send(record)
              : CompletableFuture.failedFuture(failures.remove());
        }
      };
  private final KafkaDeadLetters letters =
      new KafkaDeadLetters(
          producer,
          "logistics.dlq.v1",
          "logistics",
          Clock.fixed(Instant.parse("2026-11-29T10:00:00Z"), ZoneOffset.UTC));

  @Test
  void aLetterIsTheRecordWithWhatOperatorsRead() throws Exception {
    letters.send(record(), "weighs nothing", 3);

    ProducerRecord<byte[], byte[]> letter = producer.history().getFirst();
    assertThat(letter.topic()).isEqualTo("logistics.dlq.v1");
    assertThat(letter.partition()).isZero();
    assertThat(letter.key()).isEqualTo("order".getBytes(UTF_8));
    assertThat(letter.value()).isEqualTo("event".getBytes(UTF_8));
    assertThat(headers(letter))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_type",
                "io.spillway.orders.v1.OrderConfirmed",
                DeadLetterHeaders.CAUSE,
                "weighs nothing",
                DeadLetterHeaders.SOURCE_TOPIC,
                "orders.events.v1",
                DeadLetterHeaders.SOURCE_PARTITION,
                "3",
                DeadLetterHeaders.SOURCE_OFFSET,
                "17",
                DeadLetterHeaders.SOURCE_TIMESTAMP,
                "-1",
                DeadLetterHeaders.CONSUMER,
                "logistics",
                DeadLetterHeaders.ATTEMPTS,
                "3",
                DeadLetterHeaders.AT,
                "2026-11-29T10:00:00Z"));
  }

  @Test
  void aValueThatDoesNotFitIsLeftOut() throws Exception {
    failures.add(new RecordTooLargeException("too large"));

    letters.send(record(), "too large for us", 1);

    ProducerRecord<byte[], byte[]> letter = producer.history().getFirst();
    assertThat(letter.value()).isNull();
    assertThat(headers(letter)).containsEntry(DeadLetterHeaders.OMITTED_VALUE_BYTES, "5");
  }

  @Test
  void aLetterThatIsNotKeptIsAFailure() {
    failures.add(new TimeoutException("no broker"));

    assertThatThrownBy(() -> letters.send(record(), "poison", 1))
        .isInstanceOf(TimeoutException.class);
    assertThat(producer.history()).isEqualTo(List.of());
  }

  private static ConsumerRecord<byte[], byte[]> record() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "orders.events.v1", 3, 17, "order".getBytes(UTF_8), "event".getBytes(UTF_8));
    record.headers().add("ce_type", "io.spillway.orders.v1.OrderConfirmed".getBytes(UTF_8));
    return record;
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> letter) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : letter.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    return headers;
  }
}
