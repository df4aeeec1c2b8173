package io.spillway.analytics.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.analytics.core.bulk.StockWait;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes in the topics that the sink reads: documents, or poison, which the dead letters take.
 * The first byte chooses the topic.
 */
@Tag("extended")
class CodecsFuzzTest {
  private static final StockWait WAIT = new StockWait(Duration.ofSeconds(1), Duration.ofSeconds(4));
  private static final RowReader READER = new RowReader(5, IndexedMovements.ALL, WAIT);

  @FuzzTest(maxDuration = "60s")
  void aRowMakesDocumentsOrIsPoison(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Topic topic = input[0] == 'a' ? Topic.OPERATIONS_AUDIT : Topic.CDC_ORDERS;
    byte[] value = Arrays.copyOfRange(input, 1, input.length);
    try {
      RowDocuments documents =
          READER.read(new ConsumerRecord<>(topic.topicName(), 0, 0, new byte[0], value));
      assertThat(documents.documents()).allSatisfy(each -> assertThat(each.id()).isNotEmpty());
    } catch (PoisonException | SerializationException poison) {
      // Both are poison to the loop.
    }
  }
}
