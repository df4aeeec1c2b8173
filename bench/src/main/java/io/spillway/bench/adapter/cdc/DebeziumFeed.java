package io.spillway.bench.adapter.cdc;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * An embedded Debezium engine as it comes: its default settings, JSON with its schema, and a record
 * for each row of a MySQL server in one topic. Runs on the connector's class path.
 */
public final class DebeziumFeed {
  private final Properties properties = new Properties();

  /** A feed that keeps its positions in the directory under its name. */
  public DebeziumFeed(String name, int serverId, String user, String password, Path directory) {
    with("name", name);
    with("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    with("topic.prefix", name);
    with("database.user", user);
    with("database.password", password);
    with("database.server.id", Integer.toString(serverId));
    with("driver.allowPublicKeyRetrieval", "true");
    with("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    with("offset.storage.file.filename", directory.resolve(name + ".offsets").toString());
    with("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
    with("schema.history.internal.file.filename", directory.resolve(name + ".history").toString());
    with("offset.flush.interval.ms", "1000");
  }

  /** The class path on which Debezium finds its own libraries, and we ours behind them. */
  public static String classPath(Path root) {
    return root.resolve("cdc-connector/target/lib/*") + ":" + System.getProperty("java.class.path");
  }

  /** Reads tables of a server; schemas and tables are regular expressions, comma-separated. */
  public DebeziumFeed of(String host, String port, String schemas, String tables) {
    return with("database.hostname", host)
        .with("database.port", port)
        .with("database.include.list", schemas)
        .with("table.include.list", tables);
  }

  public DebeziumFeed with(String setting, String value) {
    properties.setProperty(setting, value);
    return this;
  }

  /** Runs until the thread is interrupted or the engine fails. */
  public void run(KafkaProducer<String, String> producer, String topic) {
    DebeziumEngine<ChangeEvent<String, String>> engine =
        DebeziumEngine.create(Json.class)
            .using(properties)
            .notifying((events, committer) -> publish(events, committer, producer, topic))
            .build();
    engine.run();
  }

  private static void publish(
      List<ChangeEvent<String, String>> events,
      DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer,
      KafkaProducer<String, String> producer,
      String topic)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    for (ChangeEvent<String, String> event : events) {
      sent.add(producer.send(new ProducerRecord<>(topic, event.key(), event.value())));
    }
    for (int i = 0; i < events.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("Kafka did not take a row", e);
      }
      committer.markProcessed(events.get(i));
    }
    committer.markBatchFinished();
  }
}
