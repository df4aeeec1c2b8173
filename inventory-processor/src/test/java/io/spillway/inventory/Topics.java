package io.spillway.inventory;

import io.spillway.inventory.core.Ledgers;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Commands to write, and topics to read, in a deployment of two shards. */
record Topics(KafkaConfig kafka) {
  static final Partitioning PARTITIONING = new Partitioning(2, 4, 2);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static RoutedId id(int order) {
    return Ledgers.order(order);
  }

  static int partition(String sku) {
    return PARTITIONING.partition(Topic.INVENTORY_COMMANDS, SlotMap.stockSlot("default", sku));
  }

  static InventoryCommand adjust(String reference, String sku, int delta) {
    return InventoryCommand.newBuilder()
        .setAdjust(
            AdjustStock.newBuilder()
                .setAdjustmentId(RoutedId.ofAdjustment("default", sku, reference).toString())
                .setTenant("default")
                .setSku(sku)
                .setDelta(delta)
                .setReference(reference))
        .build();
  }

  static InventoryCommand reserve(int order, String sku, int quantity) {
    return InventoryCommand.newBuilder()
        .setReserve(
            ReserveLines.newBuilder()
                .setOrderId(id(order).toString())
                .setTenant("default")
                .setGroup(partition(sku))
                .addLines(ReservationLine.newBuilder().setSku(sku).setQuantity(quantity)))
        .build();
  }

  /** All records of a topic so far, once there are at least so many. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int atLeast) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.consumer(kafka, "test-" + UUID.randomUUID(), "reader"))) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONING.partitions(topic))
              .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        var polled = consumer.poll(Duration.ofMillis(500));
        polled.forEach(records::add);
        if (polled.isEmpty() && records.size() >= atLeast) {
          return records;
        }
      }
    }
    throw new AssertionError(
        topic.topicName() + " has " + records.size() + " records, not " + atLeast);
  }
}
