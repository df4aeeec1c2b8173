package io.spillway.bench.adapter.cdc;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Peer of the change feed: an embedded Debezium engine a server, with its default settings, that
 * writes its JSON to a topic. Runs on the connector's class path. Arguments: brokers, topic, a
 * directory for its position, user, password, then {@code host:port/schemas} of each server.
 */
public final class DefaultDebezium {
  private DefaultDebezium() {}

  /** Runs until killed. */
  public static void main(String[] args) throws InterruptedException {
    Logger.getLogger("").setLevel(Level.WARNING);
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", args[0], "acks", "all"),
            new StringSerializer(),
            new StringSerializer());
    List<Thread> threads = new ArrayList<>();
    for (int i = 5; i < args.length; i++) {
      Properties properties = properties(args, i);
      threads.add(Thread.ofPlatform().start(() -> run(properties, producer, args[1])));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Properties properties(String[] args, int server) {
    String[] parts = args[server].split("[:/]", 3);
    String name = "server-" + server;
    Properties p = new Properties();
    p.setProperty("name", name);
    p.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
    p.setProperty("topic.prefix", name);
    p.setProperty("database.hostname", parts[0]);
    p.setProperty("database.port", parts[1]);
    p.setProperty("database.user", args[3]);
    p.setProperty("database.password", args[4]);
    p.setProperty("database.server.id", Integer.toString(64_000 + server));
    p.setProperty("database.include.list", parts[2]);
    p.setProperty("table.include.list", ".*\\.stock_movement");
    p.setProperty("driver.allowPublicKeyRetrieval", "true");
    // What waits in the tables is not measured, so it need not be read.
    p.setProperty("snapshot.mode", "no_data");
    p.setProperty("snapshot.locking.mode", "none");
    Path directory = Path.of(args[2]);
    p.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    p.setProperty("offset.storage.file.filename", directory.resolve(name + ".offsets").toString());
    p.setProperty("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
    p.setProperty(
        "schema.history.internal.file.filename", directory.resolve(name + ".history").toString());
    p.setProperty("offset.flush.interval.ms", "1000");
    return p;
  }

  private static void run(
      Properties properties, KafkaProducer<String, String> producer, String topic) {
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
      } catch (java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException("Kafka did not take a row", e);
      }
      committer.markProcessed(events.get(i));
    }
    committer.markBatchFinished();
  }
}
