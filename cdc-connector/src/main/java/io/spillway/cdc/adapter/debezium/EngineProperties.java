package io.spillway.cdc.adapter.debezium;

import io.debezium.connector.mysql.MySqlConnector;
import io.debezium.storage.kafka.history.KafkaSchemaHistory;
import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.core.CapturedTable;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

/** What an engine is told about its server, its rows and where it keeps its place. */
final class EngineProperties {
  /** An idle connection is heard at 0.8 of this, and reconnected after it. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private EngineProperties() {}

  static Properties of(CapturedServer server, CdcConfig config, KafkaConfig kafka) {
    Properties p = new Properties();
    p.setProperty("name", server.name());
    p.setProperty("topic.prefix", server.name());
    p.setProperty("connector.class", MySqlConnector.class.getName());
    p.setProperty("tasks.max", "1");
    // No retry inside the engine: it would poll on after a batch that was not published, and lose
    // it.
    // The supervisor starts a failed engine again, from the last committed position.
    p.setProperty("errors.max.retries", "0");
    // Quantiles for JMX, which nobody reads, at the cost of a measurement for each row.
    p.setProperty("statistics.metrics.enabled", "false");
    source(p, server, config);
    rows(p, config);
    position(p, server, config, kafka);
    return p;
  }

  private static void source(Properties p, CapturedServer server, CdcConfig config) {
    p.setProperty("database.hostname", server.host());
    p.setProperty("database.port", Integer.toString(server.port()));
    p.setProperty("database.user", config.user());
    p.setProperty("database.password", config.password());
    p.setProperty("database.server.id", Integer.toString(config.replicaIdBase() + server.number()));
    encryption(p, config);
    p.setProperty("driver.connectionTimeZone", "UTC");
    p.setProperty("connect.timeout.ms", "5000");
    p.setProperty("connect.keep.alive.interval.ms", Long.toString(KEEP_ALIVE.toMillis()));
    p.setProperty("database.include.list", String.join(",", server.schemas()));
    p.setProperty("table.include.list", tables(server));
    // Also on the first start; a position that the server no longer has means reading all rows
    // again.
    p.setProperty("snapshot.mode", "when_needed");
    // A global read lock while the tables' shapes and the position are read, not while rows are.
    p.setProperty("snapshot.locking.mode", "minimal");
  }

  /** Of the connections that read the tables and of the one that reads the binlog. */
  private static void encryption(Properties p, CdcConfig config) {
    Path caFile = config.tls().caFile();
    if (!config.tls().verify()) {
      p.setProperty("driver.allowPublicKeyRetrieval", "true");
      return;
    }
    p.setProperty("database.ssl.mode", "verify_identity");
    if (caFile != null) {
      p.setProperty("database.ssl.truststore", TrustedCertificates.keyStoreFile(caFile).toString());
      p.setProperty("database.ssl.truststore.password", TrustedCertificates.KEY_STORE_PASSWORD);
    }
  }

  private static void rows(Properties p, CdcConfig config) {
    p.setProperty("poll.interval.ms", Long.toString(config.pollInterval().toMillis()));
    p.setProperty("max.batch.size", Integer.toString(config.batchRows()));
    p.setProperty("max.queue.size", Integer.toString(config.queueRows()));
    p.setProperty("max.queue.size.in.bytes", Long.toString(config.queueBytes()));
    p.setProperty("heartbeat.interval.ms", Long.toString(config.heartbeatInterval().toMillis()));
    p.setProperty("include.schema.changes", "false");
    // A delete is published as a tombstone by the mapping.
    p.setProperty("tombstones.on.delete", "false");
    p.setProperty("binary.handling.mode", "bytes");
    p.setProperty("time.precision.mode", "adaptive_time_microseconds");
    // A column that cannot be read is null; the mapping names it and sets the row aside.
    p.setProperty("event.converting.failure.handling.mode", "warn");
  }

  private static void position(
      Properties p, CapturedServer server, CdcConfig config, KafkaConfig kafka) {
    p.setProperty("bootstrap.servers", kafka.bootstrap());
    p.setProperty("offset.storage", KafkaOffsets.class.getName());
    p.setProperty("offset.storage.topic", Topic.CDC_OFFSETS.topicName());
    p.setProperty("offset.storage.partitions", "1");
    // The topic exists before an engine starts.
    p.setProperty("offset.storage.replication.factor", "1");
    p.setProperty("offset.flush.interval.ms", Long.toString(config.positionInterval().toMillis()));
    p.setProperty("offset.flush.timeout.ms", "5000");
    p.setProperty("schema.history.internal", KafkaSchemaHistory.class.getName());
    p.setProperty("schema.history.internal.kafka.topic", server.historyTopic());
    p.setProperty("schema.history.internal.kafka.bootstrap.servers", kafka.bootstrap());
    p.setProperty("schema.history.internal.producer.acks", "all");
    p.setProperty("schema.history.internal.store.only.captured.tables.ddl", "true");
    p.setProperty("schema.history.internal.store.only.captured.databases.ddl", "true");
    KafkaClients.security(kafka)
        .forEach(
            (key, value) -> {
              // Of the offsets' clients, and of those of the schema history.
              p.setProperty(key, value);
              p.setProperty("schema.history.internal.producer." + key, value);
              p.setProperty("schema.history.internal.consumer." + key, value);
            });
    // A statement that the parser does not know (of a newer MySQL, say) must not stop all rows; if
    // it
    // did change a captured table, the rows do not fit any more and the engine says so.
    p.setProperty("schema.history.internal.skip.unparseable.ddl", "true");
  }

  private static String tables(CapturedServer server) {
    return server.schemas().stream()
        .flatMap(
            schema ->
                Arrays.stream(CapturedTable.values())
                    .map(table -> schema + "\\." + table.tableName()))
        .collect(Collectors.joining(","));
  }
}
