package io.spillway.cdc;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.cdc.adapter.debezium.DebeziumEngines;
import io.spillway.cdc.adapter.group.ServerGroup;
import io.spillway.cdc.adapter.kafka.CdcTopics;
import io.spillway.cdc.adapter.kafka.KafkaRowLog;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.core.Lease;
import io.spillway.cdc.core.RowMapping;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** The connector's parts, put together: topics checked, then flow, engines and group. */
record CdcWiring(Producer<byte[], byte[]> producer, DebeziumEngines engines, ServerGroup group)
    implements AutoCloseable {
  static final String NAME = "cdc-connector";

  /** Ends before the group gives a silent member's servers away. */
  private static final Duration LEASE = KafkaClients.SESSION_TIMEOUT.minusSeconds(2);

  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(5);

  /** Wires and joins the group; throws IllegalStateException when the topics do not fit. */
  static CdcWiring start(
      KafkaConfig kafka,
      Partitioning partitioning,
      CdcConfig config,
      FatalListener fatal,
      Clock clock,
      MeterRegistry metrics)
      throws InterruptedException {
    prepareTopics(kafka, partitioning, config);
    Producer<byte[], byte[]> producer = new KafkaProducer<>(KafkaClients.producer(kafka, NAME));
    DeadLetters deadLetters =
        new DeadLetters(producer, Topic.CDC_CONNECTOR_DLQ, NAME, clock, metrics);
    Lease lease = new Lease(LEASE, System::nanoTime);
    CdcFlow flow =
        new CdcFlow(
            new RowMapping(partitioning), new KafkaRowLog(producer, deadLetters, lease), metrics);
    DebeziumEngines engines = new DebeziumEngines(config, kafka, flow, clock, metrics);
    ServerGroup group =
        new ServerGroup(
            CdcTopics.SERVERS,
            config.servers().size(),
            () -> new KafkaConsumer<>(membership(kafka, config)),
            engines,
            fatal,
            lease,
            clock);
    group.start();
    return new CdcWiring(producer, engines, group);
  }

  void report(Health health, CdcConfig config) {
    health.register("group", group::health);
    for (CapturedServer server : config.servers()) {
      health.register(server.name(), () -> engines.health(server.number()));
    }
  }

  /** Leaves the group, which stops the engines, then closes the producer they wrote to. */
  @Override
  public void close() throws InterruptedException {
    group.close();
    engines.close();
    producer.close(PRODUCER_CLOSE);
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
          Topic.CDC_PRODUCTS,
          Topic.CDC_OFFSETS,
          Topic.CDC_CONNECTOR_DLQ);
      CdcTopics.ensure(admin, config.servers());
    }
  }

  private static Map<String, Object> membership(KafkaConfig kafka, CdcConfig config) {
    Map<String, Object> properties = KafkaClients.consumer(kafka, NAME, NAME + "-group");
    KafkaClients.nameInstance(properties, config.instanceId());
    return properties;
  }
}
