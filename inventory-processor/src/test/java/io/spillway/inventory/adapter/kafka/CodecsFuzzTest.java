package io.spillway.inventory.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;

/** Any bytes as a command: one to carry out, or poison, which the dead letters take. */
@Tag("extended")
class CodecsFuzzTest {
  private static final CommandReader READER = new CommandReader(Partitioning.DEFAULT);

  @FuzzTest(maxDuration = "60s")
  void aCommandIsReadOrPoison(byte[] value) {
    for (int partition = 0; partition < 16; partition++) {
      try {
        assertThat(
                READER.read(
                    new ConsumerRecord<>(
                        Topic.INVENTORY_COMMANDS.topicName(), partition, 0, new byte[0], value)))
            .isNotNull();
      } catch (PoisonException poison) {
        assertThat(poison.getMessage()).isNotBlank();
      }
    }
  }
}
