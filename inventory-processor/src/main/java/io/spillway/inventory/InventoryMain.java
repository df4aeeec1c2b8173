package io.spillway.inventory;

import io.spillway.inventory.adapter.kafka.CommandHandler;
import io.spillway.inventory.adapter.kafka.CommandReader;
import io.spillway.inventory.adapter.kafka.KafkaOutcomes;
import io.spillway.inventory.adapter.metrics.FlowMeters;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.adapter.streams.AvailabilityStream;
import io.spillway.inventory.core.Arrival;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** The inventory processor: the stock ledger's only writer, and the availability stream. */
public final class InventoryMain {
  private static final String NAME = "inventory-processor";

  private InventoryMain() {}

  /** Runs until SIGTERM. Takes no arguments. */
  public static void main(String[] args) {
    Service.run(NAME, args, InventoryMain::wire);
  }

  static void wire(ServiceContext context) throws Exception {
    Settings settings = context.settings();
    KafkaConfig kafka = KafkaConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    Partitioning partitioning = PartitioningConfig.from(settings);
    InventoryConfig config = InventoryConfig.from(settings);
    settings.check();
    requireTopics(kafka, partitioning);
    startLoop(context, config.batch(), kafka, mysql, partitioning);
    startAvailability(context, config.availability(), kafka, partitioning);
  }

  private static void startLoop(
      ServiceContext context,
      InventoryConfig.Batch batch,
      KafkaConfig kafka,
      MysqlConfig mysql,
      Partitioning partitioning)
      throws Exception {
    Shards shards = context.own(Shards.opening(mysql, context.metrics()));
    context.health().register("shards", shards::health);
    Producer<byte[], byte[]> producer =
        context.own(new KafkaProducer<>(KafkaClients.producer(kafka, NAME)));
    InventoryFlow flow =
        new InventoryFlow(
            new MysqlStockLedger(shards, context.clock()),
            new KafkaOutcomes(producer, partitioning),
            new FlowMeters(context.metrics()),
            context.clock());
    DeadLetters deadLetters =
        new DeadLetters(
            producer, Topic.INVENTORY_PROCESSOR_DLQ, NAME, context.clock(), context.metrics());
    ShardedBatchLoop<Arrival> loop =
        context.own(
            new ShardedBatchLoop<>(
                loopConfig(batch, partitioning),
                new KafkaConsumer<>(KafkaClients.consumer(kafka, NAME, NAME)),
                new CommandReader(partitioning),
                new CommandHandler(flow::settle),
                new HandlerFailures(),
                deadLetters,
                context.clock(),
                context.metrics()));
    loop.onFatal(context::fail);
    context.health().register("commands", loop::health);
    loop.start();
  }

  private static LoopConfig loopConfig(InventoryConfig.Batch batch, Partitioning partitioning) {
    int partitions = partitioning.partitions(Topic.INVENTORY_COMMANDS);
    return new LoopConfig(
        NAME,
        List.of(Topic.INVENTORY_COMMANDS),
        partition ->
            SlotMap.shardOfPartition(partition.partition(), partitions, partitioning.shards()),
        partitioning.shards(),
        batch.maxCommands(),
        batch.maxBytes(),
        batch.maxQueued(),
        batch.backoffFirst(),
        batch.backoffMax(),
        batch.commitEvery(),
        batch.stalledAfter());
  }

  private static void startAvailability(
      ServiceContext context,
      InventoryConfig.Availability availability,
      KafkaConfig kafka,
      Partitioning partitioning) {
    AvailabilityStream stream =
        context.own(
            new AvailabilityStream(
                new AvailabilityStream.Config(
                    availability.lowStock(),
                    availability.stateDirectory(),
                    availability.commitEvery()),
                kafka,
                partitioning,
                context.clock(),
                context.metrics()));
    context.health().register("availability", stream::health);
    stream.start();
  }

  private static void requireTopics(KafkaConfig kafka, Partitioning partitioning)
      throws InterruptedException {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, NAME + "-admin"))) {
      TopicCheck.require(
          admin,
          partitioning,
          Topic.INVENTORY_COMMANDS,
          Topic.INVENTORY_OUTCOMES,
          Topic.INVENTORY_PROCESSOR_DLQ,
          Topic.CDC_STOCK,
          Topic.INVENTORY_AVAILABILITY,
          Topic.INVENTORY_AVAILABILITY_DLQ);
    }
  }
}
