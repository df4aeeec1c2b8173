package io.spillway.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesFulfilled;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Has plenty of everything but SKUs that start with {@code gone}; answers each command twice. */
final class StandInInventory implements AutoCloseable {
  static final String GONE = "gone";

  private final Partitioning partitioning;
  private final KafkaConsumer<byte[], byte[]> commands;
  private final KafkaProducer<byte[], byte[]> outcomes;
  private final Thread thread = Thread.ofPlatform().name("stand-in-inventory").unstarted(this::run);
  private volatile boolean stopped;

  private StandInInventory(KafkaConfig kafka, Partitioning partitioning) {
    this.partitioning = partitioning;
    this.commands = new KafkaConsumer<>(KafkaClients.consumer(kafka, "stand-in", "stand-in"));
    this.outcomes = new KafkaProducer<>(KafkaClients.producer(kafka, "stand-in"));
  }

  static StandInInventory start(KafkaConfig kafka, Partitioning partitioning) {
    StandInInventory inventory = new StandInInventory(kafka, partitioning);
    inventory.thread.start();
    return inventory;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    outcomes.close();
  }

  private void run() {
    try (commands) {
      commands.subscribe(List.of(Topic.INVENTORY_COMMANDS.topicName()));
      while (!stopped) {
        for (ConsumerRecord<byte[], byte[]> record : commands.poll(Duration.ofMillis(50))) {
          answer(InventoryCommand.parseFrom(record.value()));
        }
        commands.commitSync();
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("the saga sent no command", e);
    }
  }

  private void answer(InventoryCommand command) {
    InventoryOutcome.Builder outcome = InventoryOutcome.newBuilder();
    if (command.hasRelease()) {
      outcome
          .setOrderId(command.getRelease().getOrderId())
          .setGroup(command.getRelease().getGroup())
          .setReleased(LinesReleased.getDefaultInstance());
    } else if (command.hasFulfil()) {
      outcome
          .setOrderId(command.getFulfil().getOrderId())
          .setGroup(command.getFulfil().getGroup())
          .setFulfilled(LinesFulfilled.getDefaultInstance());
    } else {
      outcome
          .setOrderId(command.getReserve().getOrderId())
          .setGroup(command.getReserve().getGroup())
          .setReserved(LinesReserved.getDefaultInstance());
      command.getReserve().getLinesList().stream()
          .filter(line -> line.getSku().startsWith(GONE))
          .map(
              line ->
                  LineRefusal.newBuilder()
                      .setLine(line.getLine())
                      .setSku(line.getSku())
                      .setReason(RefusalReason.SOLD_OUT)
                      .setRequested(line.getQuantity())
                      .build())
          .findFirst()
          .ifPresent(r -> outcome.setRefused(LinesRefused.newBuilder().addRefusals(r)));
    }
    send(outcome.build());
    send(outcome.build());
  }

  private void send(InventoryOutcome outcome) {
    int slot = RoutedId.parse(outcome.getOrderId()).slot();
    outcomes.send(
        new ProducerRecord<>(
            Topic.INVENTORY_OUTCOMES.topicName(),
            partitioning.partition(Topic.INVENTORY_OUTCOMES, slot),
            outcome.getOrderId().getBytes(UTF_8),
            outcome.toByteArray()));
  }
}
