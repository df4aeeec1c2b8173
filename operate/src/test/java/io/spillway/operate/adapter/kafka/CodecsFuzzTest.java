package io.spillway.operate.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.operate.core.RecordSubject;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes in any topic, or as a dead letter of it: what shows records shows them. The first byte
 * chooses the topic.
 */
@Tag("extended")
class CodecsFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void everyRecordIsShown(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Topic topic = Topic.values()[Math.floorMod(input[0], Topic.values().length)];
    byte[] value = Arrays.copyOfRange(input, 1, input.length);
    byte[] key = Arrays.copyOf(value, Math.min(value.length, 40));

    show(new ConsumerRecord<>(topic.topicName(), 0, 7, key, value));
    ConsumerRecord<byte[], byte[]> dead =
        new ConsumerRecord<>(Topic.ORDER_PROCESSOR_DLQ.topicName(), 0, 7, key, value);
    dead.headers()
        .add(DeadLetterHeaders.SOURCE_TOPIC, topic.topicName().getBytes(StandardCharsets.UTF_8))
        .add("ce_type", key)
        .add("dlq-anything", value);
    show(dead);
    assertThat(RecordSubject.of(topic, key, value)).isNotNull();
    assertThat(RecordSubject.of(topic, key, null)).isNotNull();
  }

  private static void show(ConsumerRecord<byte[], byte[]> record) {
    String line = TopicFormat.line(record);
    assertThat(line.chars().filter(c -> c < ' ')).as(line).isEmpty();
  }
}
