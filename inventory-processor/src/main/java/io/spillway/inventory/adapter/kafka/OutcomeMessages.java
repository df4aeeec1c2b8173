package io.spillway.inventory.adapter.kafka;

import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Verdict;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Answers as records of inventory.outcomes.v1. A repeated answer has the same bytes and the same
 * event id as the first.
 */
final class OutcomeMessages {
  private static final String SOURCE = "/spillway/inventory-processor";
  private static final String TYPE_PREFIX = "io.spillway.inventory.v1.";

  private final Partitioning partitioning;

  OutcomeMessages(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

  /** The record of an answer; none for an adjustment, which its movement answers. */
  Optional<ProducerRecord<byte[], byte[]>> of(Answer answer) {
    return switch (answer.command()) {
      case Command.Reserve reserve ->
          Optional.of(record(answer, reserve.ref(), reserve.group(), "reserve"));
      case Command.Release release ->
          Optional.of(record(answer, release.ref(), release.group(), "release"));
      case Command.Adjust _ -> Optional.empty();
    };
  }

  private ProducerRecord<byte[], byte[]> record(
      Answer answer, RoutedId order, int group, String kind) {
    InventoryOutcome outcome = outcome(answer.verdict(), order, group);
    String orderId = order.toString();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.INVENTORY_OUTCOMES.topicName(),
            partitioning.partition(Topic.INVENTORY_OUTCOMES, order.slot()),
            orderId.getBytes(StandardCharsets.UTF_8),
            outcome.toByteArray());
    new CloudEvent(
            orderId + "-" + group + "-" + kind,
            TYPE_PREFIX + type(outcome),
            SOURCE,
            orderId,
            answer.verdict().settledAt(),
            answer.traceparent())
        .writeTo(record.headers());
    return record;
  }

  private static InventoryOutcome outcome(Verdict verdict, RoutedId order, int group) {
    InventoryOutcome.Builder outcome =
        InventoryOutcome.newBuilder()
            .setOrderId(order.toString())
            .setGroup(group)
            .setSettledAt(Times.timestamp(verdict.settledAt()));
    switch (verdict) {
      case Verdict.Reserved _ -> outcome.setReserved(LinesReserved.getDefaultInstance());
      case Verdict.Refused refused ->
          outcome.setRefused(LinesRefused.newBuilder().addAllRefusals(refused.refusals()));
      case Verdict.Released _ -> outcome.setReleased(LinesReleased.getDefaultInstance());
      case Verdict.Adjusted _ ->
          throw new IllegalArgumentException("an adjustment is not answered with an outcome");
    }
    return outcome.build();
  }

  private static String type(InventoryOutcome outcome) {
    return switch (outcome.getOutcomeCase()) {
      case RESERVED -> LinesReserved.getDescriptor().getName();
      case REFUSED -> LinesRefused.getDescriptor().getName();
      case RELEASED -> LinesReleased.getDescriptor().getName();
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("the outcome is not set");
    };
  }
}
