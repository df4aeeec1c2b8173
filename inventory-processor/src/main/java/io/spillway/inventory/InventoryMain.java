package io.spillway.inventory;

import io.spillway.inventory.adapter.kafka.CommandReader;
import io.spillway.inventory.adapter.kafka.KafkaOutcomes;
import io.spillway.inventory.adapter.metrics.FlowMeters;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.adapter.streams.AvailabilityTopology;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.AvailabilityRule;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.PartitionHold;
import io.spillway.runtime.kafka.StreamsHost;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.runtime.loop.LoopDefinition;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** The inventory processor: the stock ledger's only writer, and the availability stream. */
public final class InventoryMain {
  private static final String NAME = "inventory-processor";

  private InventoryMain() {}

  public static void main(String[] args) {
    Service.run(service(), args);
  }

  /** The service, for a process that runs it beside others. */
  public static ServiceDefinition service() {
    return new ServiceDefinition(NAME, InventoryMain::wire);
  }

  static void wire(ServiceContext context) throws Exception {
    Settings settings = context.settings();
    KafkaConfig kafka = KafkaConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    Partitioning partitioning = PartitioningConfig.from(settings);
    InventoryConfig config = InventoryConfig.from(settings);
    settings.check();
    TopicCheck.require(
        kafka,
        NAME,
        partitioning,
        Topic.INVENTORY_COMMANDS,
        Topic.INVENTORY_OUTCOMES,
        Topic.INVENTORY_PROCESSOR_DLQ,
        Topic.CDC_STOCK,
        Topic.INVENTORY_AVAILABILITY,
        Topic.INVENTORY_AVAILABILITY_DLQ);
    startLoop(context, config.loop(), kafka, mysql, partitioning);
    startAvailability(context, config, kafka, partitioning);
  }

  private static void startLoop(
      ServiceContext context,
      LoopConfig config,
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
    ShardedBatchLoop<Arrival> loop =
        context.own(
            ShardedBatchLoop.open(
                LoopDefinition.byShard(
                    NAME,
                    Topic.INVENTORY_COMMANDS,
                    partitioning,
                    new CommandReader(partitioning),
                    flow::settle,
                    new HandlerFailures()),
                config,
                kafka,
                "",
                producer,
                Topic.INVENTORY_PROCESSOR_DLQ,
                context.clock(),
                context.metrics()));
    context.health().register("commands", loop::health);
    loop.onFatal(context::fail).start();
  }

  private static void startAvailability(
      ServiceContext context,
      InventoryConfig config,
      KafkaConfig kafka,
      Partitioning partitioning) {
    StreamsHost stream =
        context.own(
            new StreamsHost(
                "availability stream",
                config.availability(),
                AvailabilityTopology.of(
                    new AvailabilityRule(config.lowStock()), partitioning, context.metrics()),
                AvailabilityTopology.properties(kafka, config.availability()),
                PartitionHold.none(),
                context.clock(),
                context.metrics(),
                // What a record can do wrong is set aside by the processor: this is Kafka's fault
                // or the disk's, and reservations go on without it.
                null));
    context.health().register("availability", stream.start()::health);
  }
}
