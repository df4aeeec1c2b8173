package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Reads what a dead letter's headers say; what is missing or wrong in them is left out. */
final class LetterReader {
  private LetterReader() {}

  static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    Optional<DeadLetter.Source> source = source(headers);
    long offset = source.map(DeadLetter.Source::offset).orElse(record.offset());
    byte[] key = record.key();
    String cause = CloudEvent.text(headers, DeadLetterHeaders.CAUSE);
    return new DeadLetter(
        new DeadLetterId(record.topic(), record.partition(), record.offset()),
        source,
        number(headers, RedriveRecords.FIRST_OFFSET, offset),
        key == null ? Optional.empty() : Optional.of(new String(key, ISO_8859_1)),
        cause == null ? "no cause given" : cause,
        at(headers, record.timestamp()),
        number(headers, DeadLetterHeaders.OMITTED_VALUE_BYTES, -1),
        (int) number(headers, RedriveRecords.COUNT, 0),
        Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()));
  }

  static long number(Headers headers, String name, long otherwise) {
    String text = CloudEvent.text(headers, name);
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }

  private static Optional<DeadLetter.Source> source(Headers headers) {
    String topic = CloudEvent.text(headers, DeadLetterHeaders.SOURCE_TOPIC);
    long partition = number(headers, DeadLetterHeaders.SOURCE_PARTITION, -1);
    long offset = number(headers, DeadLetterHeaders.SOURCE_OFFSET, -1);
    return topic == null || partition < 0 || partition > Integer.MAX_VALUE || offset < 0
        ? Optional.empty()
        : Optional.of(new DeadLetter.Source(topic, (int) partition, offset));
  }

  private static Instant at(Headers headers, long recordMillis) {
    String text = CloudEvent.text(headers, DeadLetterHeaders.AT);
    try {
      return text == null ? Instant.ofEpochMilli(recordMillis) : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.ofEpochMilli(recordMillis);
    }
  }
}
