package io.spillway.cdc.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.cdc.core.Lease;
import io.spillway.cdc.core.RejectedRow;
import io.spillway.cdc.core.RowOrigin;
import io.spillway.cdc.core.RowToPublish;
import io.spillway.cdc.port.RowLog;
import io.spillway.runtime.loop.DeadLetters;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their topics, each on the partition of its slot; rejected ones on the dead-letter topic.
 * Does not close the producer, which must be idempotent so that its retries keep the order. Sends
 * nothing while the lease is lost.
 */
public record KafkaRowLog(Producer<byte[], byte[]> producer, DeadLetters deadLetters, Lease lease)
    implements RowLog {
  private static final byte @Nullable [] TOMBSTONE = null;

  @Override
  public void append(List<RowToPublish> rows, List<RejectedRow> rejected)
      throws InterruptedException {
    Acknowledgements acks = new Acknowledgements(rows.size() + rejected.size());
    for (RowToPublish row : rows) {
      acks.watch(() -> send(row, acks));
    }
    for (RejectedRow row : rejected) {
      acks.watch(() -> setAside(rejectedSource(row), row.cause(), acks));
    }
    List<RowToPublish> tooLarge = acks.await();
    if (!tooLarge.isEmpty()) {
      setAsideTooLarge(tooLarge);
    }
  }

  private void send(RowToPublish row, Acknowledgements acks) {
    // Each time, for the process may stand still amid a batch.
    if (!lease.isHeld()) {
      throw new IllegalStateException("this process stalled; another may read its servers");
    }
    producer.send(
        record(row),
        (_, failure) -> {
          if (failure instanceof RecordTooLargeException) {
            acks.tooLarge(row);
          } else {
            acks.arrived(failure);
          }
        });
  }

  private void setAsideTooLarge(List<RowToPublish> rows) throws InterruptedException {
    Acknowledgements acks = new Acknowledgements(rows.size());
    for (RowToPublish row : rows) {
      acks.watch(() -> setAside(tooLargeSource(row), "the record is too large for Kafka", acks));
    }
    acks.await();
  }

  private void setAside(
      ConsumerRecord<byte[], byte[]> source, String cause, Acknowledgements acks) {
    var unused =
        deadLetters.send(source, cause, 1).whenComplete((_, failure) -> acks.arrived(failure));
  }

  // Kafka's record takes a null value, a tombstone, which its types do not say.
  @SuppressWarnings("NullAway")
  private static ProducerRecord<byte[], byte[]> record(RowToPublish row) {
    byte[] value = row.value() == null ? TOMBSTONE : row.value().toByteArray();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            row.table().topic().topicName(), row.partition(), row.key().getBytes(UTF_8), value);
    row.event().writeTo(record.headers());
    return record;
  }

  private static ConsumerRecord<byte[], byte[]> rejectedSource(RejectedRow row) {
    RowOrigin origin = row.change().origin();
    Headers headers = new RecordHeaders();
    headers.add("dlq-source-file", origin.file().getBytes(UTF_8));
    headers.add("dlq-source-gtid", origin.gtid().getBytes(UTF_8));
    return source(
        origin.server() + '.' + origin.schema() + '.' + row.change().table(),
        origin.position(),
        origin.committedAt().toEpochMilli(),
        origin.id().getBytes(UTF_8),
        row.change().row().asJson().getBytes(UTF_8),
        headers);
  }

  @SuppressWarnings("NullAway")
  private static ConsumerRecord<byte[], byte[]> tooLargeSource(RowToPublish row) {
    ProducerRecord<byte[], byte[]> record = record(row);
    return source(
        record.topic(),
        row.value() == null ? 0 : row.value().getSource().getPosition(),
        row.committedAt().toEpochMilli(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static ConsumerRecord<byte[], byte[]> source(
      String name, long position, long timestamp, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        name,
        0,
        position,
        timestamp,
        TimestampType.CREATE_TIME,
        key.length,
        value == null ? 0 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }
}
