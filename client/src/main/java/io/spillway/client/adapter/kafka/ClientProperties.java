package io.spillway.client.adapter.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Properties of Kafka clients that lose nothing. What a program gives wins, but for what the
 * library depends on. Each call answers a map of its own.
 */
public final class ClientProperties {
  /** As large as a record of the pipeline gets. */
  static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  private ClientProperties() {}

  /** A member of a group that starts at the beginning and commits by itself only. */
  public static Map<String, Object> consumer(
      Map<String, Object> given, String group, int pollRecords) {
    Map<String, Object> p = new HashMap<>();
    p.put(CommonClientConfigs.CLIENT_ID_CONFIG, group);
    p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    if (!"consumer".equals(given.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
      p.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      // A member that was killed holds its partitions for that long; Kafka's own 45 s are for
      // members that poll and handle in one thread.
      p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
      p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MILLIS / 3);
    }
    p.putAll(given);
    p.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecords);
    p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    p.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    p.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return p;
  }

  /** A producer of bytes: idempotent, acknowledged by all in-sync replicas. */
  static Map<String, Object> producer(Map<String, Object> given, String group) {
    Map<String, Object> p = new HashMap<>(common(given, group));
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return p;
  }

  /** What the other clients have of what was given for all: where and how to connect. */
  static Map<String, Object> common(Map<String, Object> given, String group) {
    Map<String, Object> p = new HashMap<>();
    given.forEach(
        (name, value) -> {
          if (name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
              || name.startsWith("security.")
              || name.startsWith("sasl.")
              || name.startsWith("ssl.")
              || name.startsWith("client.dns")
              || name.startsWith("reconnect.")) {
            p.put(name, value);
          }
        });
    p.put(CommonClientConfigs.CLIENT_ID_CONFIG, group + "-dead-letters");
    return p;
  }
}
