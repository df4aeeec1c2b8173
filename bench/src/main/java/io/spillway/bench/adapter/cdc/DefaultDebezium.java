package io.spillway.bench.adapter.cdc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Peer of the change feed: a {@link DebeziumFeed} a server. Arguments: brokers, topic, a directory
 * for its position, user, password, then {@code host:port/schemas} of each server.
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
      String[] server = args[i].split("[:/]", 3);
      DebeziumFeed feed =
          new DebeziumFeed("server-" + i, 64_000 + i, args[3], args[4], Path.of(args[2]))
              .of(server[0], server[1], server[2], ".*\\.stock_movement")
              // What waits in the tables is not measured, so it need not be read.
              .with("snapshot.mode", "no_data")
              .with("snapshot.locking.mode", "none");
      threads.add(Thread.ofPlatform().start(() -> feed.run(producer, args[1])));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
