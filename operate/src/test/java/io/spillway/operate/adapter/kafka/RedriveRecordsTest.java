package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.Disposition;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RedriveRecordsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void theRecordGoesBackAsItWasWithOnlyOurHeadersMore() {
    ConsumerRecord<byte[], byte[]> stored = letter(new byte[] {1, 2, -1}, 41);
    ProducerRecord<byte[], byte[]> back =
        RedriveRecords.of(LetterReader.read(stored), stored, "the-id");
    assertThat(back.topic()).isEqualTo("orders.events.v1");
    assertThat(back.partition()).isEqualTo(3);
    assertThat(back.timestamp()).isNull();
    assertThat(back.key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(back.value()).isEqualTo(new byte[] {1, 2, -1});
    assertThat(texts(back.headers()))
        .isEqualTo(
            Map.of(
                "ce_id", "k-1",
                "spillway-redrive-id", "the-id",
                "spillway-redrive-count", "1",
                "spillway-redrive-letter", "order-store.dlq.v1/0/7",
                "spillway-redrive-first-offset", "41"));
  }

  @Test
  void aSecondRedriveCountsOnAndKeepsTheFirstPlace() {
    ConsumerRecord<byte[], byte[]> stored = letter(new byte[] {1}, 41);
    ProducerRecord<byte[], byte[]> back =
        RedriveRecords.of(LetterReader.read(stored), stored, "first");
    ConsumerRecord<byte[], byte[]> again = letter(new byte[] {1}, 99);
    back.headers().forEach(again.headers()::add);
    DeadLetter second = LetterReader.read(again);
    assertThat(second.rank()).isEqualTo(41);
    assertThat(texts(RedriveRecords.of(second, again, "second").headers()))
        .containsEntry("spillway-redrive-count", "2")
        .containsEntry("spillway-redrive-id", "second")
        .containsEntry("spillway-redrive-first-offset", "41");
  }

  @Test
  void aLetterIsReadFromItsHeaders() {
    ConsumerRecord<byte[], byte[]> stored = letter(new byte[] {1}, 41);
    DeadLetterHeaders.put(stored.headers(), DeadLetterHeaders.OMITTED_VALUE_BYTES, 77);
    DeadLetter letter = LetterReader.read(stored);
    assertThat(letter.source()).contains(new DeadLetter.Source("orders.events.v1", 3, 41));
    assertThat(letter.cause()).isEqualTo("bad row");
    assertThat(letter.at()).isEqualTo(NOON);
    assertThat(letter.omittedBytes()).isEqualTo(77);
  }

  @Test
  void headersThatAreMissingOrNonsenseAreLeftOut() {
    ConsumerRecord<byte[], byte[]> bare =
        new ConsumerRecord<>("order-store.dlq.v1", 0, 7, null, null);
    bare.headers().add(DeadLetterHeaders.SOURCE_TOPIC, "orders.events.v1".getBytes(UTF_8));
    bare.headers().add(DeadLetterHeaders.SOURCE_OFFSET, "-x".getBytes(UTF_8));
    bare.headers().add(DeadLetterHeaders.AT, "noon".getBytes(UTF_8));
    DeadLetter letter = LetterReader.read(bare);
    assertThat(letter.source()).isEmpty();
    assertThat(letter.key()).isEmpty();
  }

  @Test
  void aValueIsShownInJsonOrInHexadecimal() {
    byte[] event = OrderEvent.newBuilder().setOrderId("id").build().toByteArray();
    assertThat(LetterJson.line(letter(event, 41)))
        .contains(
            "\"id\":\"order-store.dlq.v1/0/7\"", "\"ce_id\":\"k-1\"", "\"dlq-cause\":\"bad row\"")
        .endsWith("\"value\":{\"orderId\":\"id\"}}");
    assertThat(LetterJson.line(letter(new byte[] {-1, -1}, 41))).endsWith("\"valueHex\":\"ffff\"}");
  }

  @Test
  void aCopyKeepsEverythingAndSaysWhereItIsFrom() {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>("orders.events.v1", 3, 41, "k".getBytes(UTF_8), new byte[] {-1});
    source.headers().add("ce_id", new byte[] {5});
    ProducerRecord<byte[], byte[]> copy =
        KafkaReplayAdmin.copy(source, "orders.events.v1.replay.g", "the-id");
    assertThat(copy.partition()).isEqualTo(3);
    assertThat(copy.value()).isEqualTo(new byte[] {-1});
    assertThat(copy.headers().lastHeader("ce_id").value()).containsExactly(5);
    assertThat(texts(copy.headers()))
        .containsEntry("spillway-replay-id", "the-id")
        .containsEntry("spillway-replay-source-topic", "orders.events.v1")
        .containsEntry("spillway-replay-source-partition", "3")
        .containsEntry("spillway-replay-source-offset", "41");
  }

  @Test
  void aDispositionIsReadAsItWasWritten() {
    Disposition disposition =
        new Disposition(Disposition.Fate.DISCARDED, "me@here", NOON, "a \"test\"");
    assertThat(
            KafkaDeadLetterStore.disposition(
                new DeadLetterId("t", 0, 1),
                KafkaDeadLetterStore.json(disposition).getBytes(UTF_8)))
        .isEqualTo(disposition);
  }

  private static ConsumerRecord<byte[], byte[]> letter(byte[] value, long sourceOffset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("order-store.dlq.v1", 0, 7, "k".getBytes(UTF_8), value);
    Headers own = new RecordHeaders();
    own.add("ce_id", "k-1".getBytes(UTF_8));
    DeadLetterHeaders.of(
            own,
            new DeadLetterHeaders.Source("orders.events.v1", 3, sourceOffset, 5),
            "order-store",
            "bad row",
            1,
            NOON)
        .forEach(record.headers()::add);
    return record;
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }
}
