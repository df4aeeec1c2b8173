package io.spillway.order.adapter.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * Intake and outcomes, routed by the same slots, meet in one processor with one store; three sinks.
 * Every node is named like its topic.
 */
final class OrderTopology {
  /** The store of all orders; its changelog is {@code order-processor-orders-changelog}. */
  static final String STORE = "orders";

  private static final String SAGA = "saga";

  private OrderTopology() {}

  static Topology build(Partitioning partitioning, Clock clock, MeterRegistry registry) {
    SagaMetrics metrics = SagaMetrics.in(registry);
    Topology topology = new Topology();
    source(topology, Topic.ORDERS_INTAKE);
    source(topology, Topic.INVENTORY_OUTCOMES);
    topology.addProcessor(
        SAGA,
        () -> new SagaProcessor(partitioning, clock, metrics),
        Topic.ORDERS_INTAKE.topicName(),
        Topic.INVENTORY_OUTCOMES.topicName());
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of()),
        SAGA);
    sink(topology, Topic.ORDERS_EVENTS);
    sink(topology, Topic.INVENTORY_COMMANDS);
    sink(topology, Topic.ORDER_PROCESSOR_DLQ);
    return topology;
  }

  /**
   * Bytes in, so that a corrupt record reaches the processor; arrival time, as any time will do.
   */
  private static void source(Topology topology, Topic topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        topic.topicName(),
        new WallclockTimestampExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.topicName());
  }

  private static void sink(Topology topology, Topic topic) {
    topology.addSink(
        topic.topicName(),
        topic.topicName(),
        new ByteArraySerializer(),
        Outgoing.SERIALIZER,
        Outgoing.PARTITIONER,
        SAGA);
  }
}
