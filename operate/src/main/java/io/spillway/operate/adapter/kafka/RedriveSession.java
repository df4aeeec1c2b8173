package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.Disposition;
import io.spillway.operate.port.DeadLetterStore;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Redriven records and what becomes of their letters, in one Kafka transaction: a crash leaves
 * neither. One transactional id for all, so that two operators cannot redrive the same letter.
 */
final class RedriveSession implements DeadLetterStore.Session {
  private static final String TRANSACTIONAL_ID = "spillway-dead-letters";

  private final KafkaDeadLetterStore door;
  private final KafkaProducer<byte[], byte[]> producer;

  RedriveSession(KafkaConfig kafka, KafkaDeadLetterStore door) {
    this.door = door;
    Map<String, Object> properties = KafkaClients.producer(kafka, "spillway-redrive");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    this.producer = new KafkaProducer<>(properties);
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw KafkaAnswers.refused(e);
    }
  }

  @Override
  public void settle(
      List<DeadLetter> redriven, String redriveId, Map<DeadLetterId, Disposition> dispositions)
      throws InterruptedException {
    Map<DeadLetterId, ConsumerRecord<byte[], byte[]>> stored = door.stored(redriven);
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (DeadLetter letter : redriven) {
        ConsumerRecord<byte[], byte[]> record = stored.get(letter.id());
        if (record == null) {
          throw new OperationException("dead letter " + letter.id() + " is not kept any more");
        }
        sent.add(producer.send(RedriveRecords.of(letter, record, redriveId)));
      }
      dispositions.forEach((id, disposition) -> sent.add(producer.send(state(id, disposition))));
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        KafkaAnswers.get(each);
      }
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new OperationException("another redrive or discard has started; retry", e);
    } catch (KafkaException e) {
      abort();
      throw KafkaAnswers.refused(e);
    } catch (OperationException e) {
      abort();
      throw e;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }

  private void abort() {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // The broker rolls back by itself when the next session opens.
    }
  }

  private static ProducerRecord<byte[], byte[]> state(DeadLetterId id, Disposition disposition) {
    return new ProducerRecord<>(
        Topic.OPERATIONS_DEAD_LETTERS.topicName(),
        0,
        id.toString().getBytes(UTF_8),
        KafkaDeadLetterStore.json(disposition).getBytes(UTF_8));
  }
}
