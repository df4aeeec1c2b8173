package io.spillway.cdc;

import io.spillway.cdc.adapter.debezium.DebeziumEngines;
import io.spillway.cdc.adapter.group.ServerGroup;
import io.spillway.cdc.adapter.kafka.CdcTopics;
import io.spillway.cdc.adapter.kafka.KafkaRowLog;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.core.RowMapping;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Starts the connector. */
public final class CdcMain {
  private static final String NAME = "cdc-connector";

  private CdcMain() {}

  /** Runs until stopped; takes no arguments. */
  public static void main(String[] args) {
    Service.run(NAME, args, CdcMain::wire);
  }

  private static void wire(ServiceContext context) throws InterruptedException {
    Settings settings = context.settings();
    KafkaConfig kafka = KafkaConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    Partitioning partitioning = PartitioningConfig.from(settings);
    CdcConfig config = CdcConfig.from(settings, mysql);
    settings.check();
    prepareTopics(kafka, partitioning, config);

    Producer<byte[], byte[]> producer =
        context.own(new KafkaProducer<>(KafkaClients.producer(kafka, NAME)));
    DeadLetters deadLetters =
        new DeadLetters(
            producer, Topic.CDC_CONNECTOR_DLQ, NAME, context.clock(), context.metrics());
    CdcFlow flow =
        new CdcFlow(
            new RowMapping(partitioning),
            new KafkaRowLog(producer, deadLetters),
            context.metrics());
    DebeziumEngines engines =
        context.own(
            new DebeziumEngines(config, kafka, flow, context.clock(), context.metrics()));
    ServerGroup group =
        context.own(
            new ServerGroup(
                CdcTopics.SERVERS,
                config.servers().size(),
                () -> new KafkaConsumer<>(membership(kafka, config)),
                engines,
                context.clock()));
    for (CapturedServer server : config.servers()) {
      context.health().register(server.name(), () -> engines.health(server.number()));
    }
    context.health().register("group", group::health);
    group.start();
  }

  private static void prepareTopics(KafkaConfig kafka, Partitioning partitioning, CdcConfig config)
      throws InterruptedException {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, NAME + "-admin"))) {
      TopicCheck.require(
          admin,
          partitioning,
          Topic.CDC_ORDERS,
          Topic.CDC_STOCK,
          Topic.CDC_STOCK_MOVEMENTS,
          Topic.CDC_OFFSETS,
          Topic.CDC_CONNECTOR_DLQ);
      CdcTopics.ensure(admin, config.servers());
    }
  }

  private static Map<String, Object> membership(KafkaConfig kafka, CdcConfig config) {
    Map<String, Object> properties = KafkaClients.consumer(kafka, NAME, NAME + "-group");
    if (!config.instanceId().isEmpty()) {
      properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
    }
    return properties;
  }
}
