package io.spillway.inventory.adapter.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.inventory.core.AvailabilityRule;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.StreamsHost;
import io.spillway.runtime.kafka.StreamsHostConfig;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/** cdc.stock.v1 → one processor with one store → inventory.availability.v1. */
public final class AvailabilityTopology {
  private AvailabilityTopology() {}

  public static Topology of(
      AvailabilityRule rule, Partitioning partitioning, MeterRegistry registry) {
    AvailabilityProcessor.Meters meters = AvailabilityProcessor.Meters.of(registry);
    Topology topology = new Topology();
    topology.addSource(
        "stock-rows",
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topic.CDC_STOCK.topicName());
    topology.addProcessor(
        "availability", () -> new AvailabilityProcessor(rule, meters), "stock-rows");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(AvailabilityProcessor.STORE),
                Serdes.String(),
                ProtoSerde.of(Availability.getDefaultInstance()))
            .withCachingEnabled(),
        "availability");
    topology.addSink(
        AvailabilityProcessor.CHANGES,
        Topic.INVENTORY_AVAILABILITY.topicName(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        bySlot(partitioning),
        "availability");
    topology.addSink(
        AvailabilityProcessor.DEAD_LETTERS,
        Topic.INVENTORY_AVAILABILITY_DLQ.topicName(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        "availability");
    return topology;
  }

  public static Properties properties(KafkaConfig kafka, StreamsHostConfig config) {
    Properties p = StreamsHost.properties(kafka, config);
    p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8L * 1024 * 1024);
    return p;
  }

  /**
   * By the key, as a tombstone has no value; the key is {@code tenant/sku}, and a tenant has no
   * slash.
   */
  private static StreamPartitioner<byte[], byte[]> bySlot(Partitioning partitioning) {
    return (_, key, _, _) -> {
      String name = new String(key, StandardCharsets.UTF_8);
      int slash = name.indexOf('/');
      int slot = SlotMap.stockSlot(name.substring(0, slash), name.substring(slash + 1));
      return Optional.of(Set.of(partitioning.partition(Topic.INVENTORY_AVAILABILITY, slot)));
    };
  }
}
