package io.spillway.inventory.adapter.kafka;

import io.spillway.inventory.core.Answer;
import io.spillway.inventory.port.Outcomes;
import io.spillway.schemas.routing.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Answers into inventory.outcomes.v1. Thread-safe; does not close the producer. */
public final class KafkaOutcomes implements Outcomes {
  private final Producer<byte[], byte[]> producer;
  private final OutcomeMessages messages;

  /** The producer must be idempotent and wait for all replicas. */
  public KafkaOutcomes(Producer<byte[], byte[]> producer, Partitioning partitioning) {
    this.producer = producer;
    this.messages = new OutcomeMessages(partitioning);
  }

  @Override
  public void publish(List<Answer> answers) throws InterruptedException, ExecutionException {
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(answers.size());
    for (Answer answer : answers) {
      ProducerRecord<byte[], byte[]> record = messages.of(answer).orElse(null);
      if (record != null) {
        acknowledgements.add(producer.send(record));
      }
    }
    for (Future<RecordMetadata> acknowledgement : acknowledgements) {
      acknowledgement.get();
    }
  }
}
