package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.operate.core.DeadLetter;
import io.spillway.schemas.codec.RedriveHeaders;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The record of a dead letter as it goes back: key, value and its own headers as they were, to the
 * partition that it came from. Its time is that of the redrive, as it arrives only now.
 */
final class RedriveRecords {
  static final String ID = RedriveHeaders.ID;
  static final String COUNT = RedriveHeaders.COUNT;
  static final String LETTER = RedriveHeaders.LETTER;
  static final String FIRST_OFFSET = RedriveHeaders.FIRST_OFFSET;

  private static final String DEAD_LETTER = "dlq-";
  private static final Set<String> OURS = Set.of(ID, COUNT, LETTER, FIRST_OFFSET);

  private RedriveRecords() {}

  // Kafka's record takes null keys and values, which its types do not say.
  @SuppressWarnings("NullAway")
  static ProducerRecord<byte[], byte[]> of(
      DeadLetter letter, ConsumerRecord<byte[], byte[]> stored, String redriveId) {
    DeadLetter.Source source = letter.source().orElseThrow();
    Headers headers = new RecordHeaders();
    for (Header header : stored.headers()) {
      if (!header.key().startsWith(DEAD_LETTER) && !OURS.contains(header.key())) {
        headers.add(header);
      }
    }
    put(headers, ID, redriveId);
    put(headers, COUNT, Integer.toString(letter.redrives() + 1));
    put(headers, LETTER, letter.id().toString());
    put(headers, FIRST_OFFSET, Long.toString(letter.rank()));
    return new ProducerRecord<>(
        source.topic(), source.partition(), stored.key(), stored.value(), headers);
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
