package io.spillway.order.adapter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.order.adapter.kafka.OrderEventReader;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes in the topics that order-processor reads: a message, or poison, which the dead letters
 * take. The first byte chooses the topic.
 */
@Tag("extended")
class CodecsFuzzTest {
  private static final List<Topic> TOPICS =
      List.of(Topic.ORDERS_INTAKE, Topic.ORDERS_COMMANDS, Topic.INVENTORY_OUTCOMES);
  private static final OrderMessageReader MESSAGES = new OrderMessageReader(Partitioning.DEFAULT);
  private static final OrderEventReader EVENTS =
      new OrderEventReader(Partitioning.DEFAULT, Duration.ofMillis(20));

  @FuzzTest(maxDuration = "60s")
  void aRecordIsReadOrPoison(byte[] input) {
    if (input.length < 38) {
      return;
    }
    byte[] key = Arrays.copyOfRange(input, 1, 37);
    byte[] value = Arrays.copyOfRange(input, 37, input.length);
    int chosen = Math.floorMod(input[0], TOPICS.size() + 1);
    for (int partition = 0; partition < 16; partition++) {
      if (chosen == TOPICS.size()) {
        event(new ConsumerRecord<>(Topic.ORDERS_EVENTS.topicName(), partition, 0, key, value));
      } else {
        try {
          assertThat(MESSAGES.read(TOPICS.get(chosen), partition, key, value).orderId())
              .isEqualTo(new String(key, java.nio.charset.StandardCharsets.UTF_8));
        } catch (PoisonException poison) {
          assertThat(poison).hasMessageNotContainingAny("\u0000");
        }
      }
    }
  }

  private static void event(ConsumerRecord<byte[], byte[]> record) {
    assertThat(EVENTS.coalesceFor(record).isNegative()).isFalse();
    try {
      OrderEvent event = EVENTS.read(record);
      assertThat(event.getVersion()).isPositive();
    } catch (PoisonException | SerializationException | IllegalArgumentException poison) {
      // All three are poison to the loop.
    }
  }
}
