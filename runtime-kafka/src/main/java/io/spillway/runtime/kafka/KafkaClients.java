package io.spillway.runtime.kafka;

import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.KafkaConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Properties of Kafka clients that lose nothing. Each call answers a map of its own. */
public final class KafkaClients {
  /** The largest record that any topic takes. */
  public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  /** A longer value does not fit into a record beside the headers of a dead letter. */
  public static final int MAX_DEAD_LETTER_VALUE_BYTES = MAX_RECORD_BYTES - 64 * 1024;

  /** After this long without a word of a member, its partitions go to others. */
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  private static final int FULL_FETCH_BYTES = 64 * 1024;

  private KafkaClients() {}

  /** A producer of bytes: idempotent, acknowledged by all in-sync replicas, compressed. */
  public static Map<String, Object> producer(KafkaConfig kafka, String clientId) {
    Map<String, Object> p = common(kafka, clientId);
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    p.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    p.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    p.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    p.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    p.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    p.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return p;
  }

  /** A consumer of committed bytes that starts at the beginning and commits by itself only. */
  public static Map<String, Object> consumer(KafkaConfig kafka, String groupId, String clientId) {
    Map<String, Object> p = reader(kafka, clientId);
    p.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    return p;
  }

  /** The same without a group: its partitions are assigned by hand, and nothing is committed. */
  public static Map<String, Object> reader(KafkaConfig kafka, String clientId) {
    Map<String, Object> p = common(kafka, clientId);
    p.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    p.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    p.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    p.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    p.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    p.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    p.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    p.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    p.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return p;
  }

  /**
   * A member of a group for work that is cheaper in large batches and may come a little later: the
   * broker answers when 64 KiB are there, or when so long has passed. Without it a reader that is
   * quicker than its writers takes every few records by themselves, and costs the others their
   * processor. With a wait of zero, records are taken as they come.
   *
   * @param instanceId see {@link #nameInstance}
   */
  public static Map<String, Object> batchConsumer(
      KafkaConfig kafka, String groupId, String instanceId, Duration fetchWait) {
    Map<String, Object> p = consumer(kafka, groupId, groupId);
    nameInstance(p, instanceId);
    if (fetchWait.isPositive()) {
      p.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FULL_FETCH_BYTES);
      p.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(fetchWait.toMillis()));
    }
    return p;
  }

  /** Makes a consumer a static member of its group; with an empty id it stays a dynamic one. */
  public static void nameInstance(Map<String, Object> consumer, String instanceId) {
    if (!instanceId.isEmpty()) {
      consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    }
  }

  /** What every client, the admin client too, is given. */
  public static Map<String, Object> common(KafkaConfig kafka, String clientId) {
    Map<String, Object> p = new HashMap<>();
    p.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap());
    p.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    p.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    p.putAll(security(kafka));
    return p;
  }

  /**
   * How a client is encrypted and known, for clients that others make of it; no entry for brokers
   * that ask for nothing.
   */
  public static Map<String, String> security(KafkaConfig kafka) {
    Map<String, String> p = new HashMap<>();
    if (!kafka.protocol().equals(KafkaConfig.PLAINTEXT)) {
      p.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, kafka.protocol());
    }
    Path caFile = kafka.access().caFile();
    if (kafka.isEncrypted() && caFile != null) {
      p.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      p.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, caFile.toString());
    }
    if (kafka.hasAccount()) {
      Account account = kafka.access().account();
      p.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
      p.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          "org.apache.kafka.common.security.scram.ScramLoginModule required username="
              + quoted(account.user())
              + " password="
              + quoted(account.password())
              + ";");
    }
    return p;
  }

  /** A word of a JAAS file, in which a backslash escapes. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
