package io.spillway.order.adapter.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.runtime.kafka.StreamsHostConfig;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Intake, commands and outcomes, routed by the same slots, meet in one processor with the orders
 * and their deadlines. Every source and sink is named like its topic, but for the second of the
 * intake.
 */
public final class OrderTopology {
  /** The store of all orders; its changelog is {@code order-processor-orders-changelog}. */
  static final String STORE = "orders";

  /** The store of all deadlines; nothing is in it for orders without a hold. */
  static final String DEADLINES = "deadlines";

  /** How far the commands are decided. */
  static final String PROGRESS = "command-progress";

  /** The sink of commands that go behind their orders, into the intake. */
  static final String DEFERRED = "deferred-commands";

  private static final String SAGA = "saga";

  private OrderTopology() {}

  /**
   * The topology of one process.
   *
   * @param topicIds of the topics with commands, whose offsets are remembered
   * @param window of the process
   */
  public static Topology build(
      Partitioning partitioning,
      Map<Topic, Uuid> topicIds,
      AdmissionWindow window,
      StreamsHostConfig config,
      Clock clock,
      MeterRegistry registry) {
    SagaMetrics metrics = SagaMetrics.in(registry);
    ThreadLocal<AdaptiveCommitPolicy> paceOfThread =
        ThreadLocal.withInitial(() -> AdaptiveCommitPolicy.of(config));
    Topology topology = new Topology();
    SagaTimestampExtractor times = new SagaTimestampExtractor(clock);
    source(topology, Topic.ORDERS_INTAKE, times);
    source(topology, Topic.ORDERS_COMMANDS, times);
    source(topology, Topic.INVENTORY_OUTCOMES, times.ofOutcomes());
    topology.addProcessor(
        SAGA,
        () -> new SagaProcessor(partitioning, topicIds, window, clock, metrics, paceOfThread::get),
        Topic.ORDERS_INTAKE.topicName(),
        Topic.ORDERS_COMMANDS.topicName(),
        Topic.INVENTORY_OUTCOMES.topicName());
    // An order that is being reserved is asked for by each of its answers; its state is logged once
    // a
    // commit.
    topology.addStateStore(store(STORE).withCachingEnabled(), SAGA);
    topology.addStateStore(store(DEADLINES), SAGA);
    topology.addStateStore(store(PROGRESS), SAGA);
    sink(topology, Topic.ORDERS_EVENTS);
    // A command that comes before its order goes where it comes after it.
    sink(topology, DEFERRED, Topic.ORDERS_INTAKE);
    sink(topology, Topic.INVENTORY_COMMANDS);
    sink(topology, Topic.ORDERS_COMMAND_RESULTS);
    sink(topology, Topic.ORDERS_REJECTS);
    sink(topology, Topic.ORDER_PROCESSOR_DLQ);
    return topology;
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  /** Bytes in, so that a corrupt record reaches the processor. */
  private static void source(Topology topology, Topic topic, TimestampExtractor times) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        topic.topicName(),
        times,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.topicName());
  }

  private static void sink(Topology topology, Topic topic) {
    sink(topology, topic.topicName(), topic);
  }

  private static void sink(Topology topology, String name, Topic topic) {
    topology.addSink(
        name,
        topic.topicName(),
        new ByteArraySerializer(),
        Outgoing.SERIALIZER,
        Outgoing.PARTITIONER,
        SAGA);
  }
}
