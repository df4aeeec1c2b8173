package io.spillway.inventory.adapter.kafka;

import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.AnswerMessage;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesFulfilled;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Answers as records of inventory.outcomes.v1. A repeated answer has the same bytes and the same
 * event id as the first.
 */
record OutcomeMessages(Partitioning partitioning) {
  private static final String TYPE_PREFIX = "io.spillway.inventory.v1.";

  /** The record of an answer; none for an adjustment. */
  Optional<ProducerRecord<byte[], byte[]>> of(Answer answer) {
    return AnswerMessage.of(answer).map(outcome -> record(answer, outcome));
  }

  private ProducerRecord<byte[], byte[]> record(Answer answer, InventoryOutcome outcome) {
    String orderId = outcome.getOrderId();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.INVENTORY_OUTCOMES.topicName(),
            partitioning.partition(Topic.INVENTORY_OUTCOMES, answer.command().ref().slot()),
            orderId.getBytes(StandardCharsets.UTF_8),
            outcome.toByteArray());
    // The id of the command that it answers.
    CloudEvent.of(
            Source.INVENTORY_PROCESSOR,
            TYPE_PREFIX + type(outcome),
            orderId,
            answer.settlement().settledAt(),
            answer.traceparent(),
            orderId,
            verb(outcome),
            outcome.getGroup())
        .writeTo(record.headers());
    return record;
  }

  private static String verb(InventoryOutcome outcome) {
    return switch (outcome.getOutcomeCase()) {
      case RESERVED, REFUSED -> "reserve";
      case RELEASED -> "release";
      case FULFILLED -> "fulfil";
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("the outcome is not set");
    };
  }

  private static String type(InventoryOutcome outcome) {
    return switch (outcome.getOutcomeCase()) {
      case RESERVED -> LinesReserved.getDescriptor().getName();
      case REFUSED -> LinesRefused.getDescriptor().getName();
      case RELEASED -> LinesReleased.getDescriptor().getName();
      case FULFILLED -> LinesFulfilled.getDescriptor().getName();
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("the outcome is not set");
    };
  }
}
