package io.spillway.bench.adapter.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What both peers of the whole pipeline are made of, with libraries as they come. */
final class Peers {
  private static final int ROWS_A_STATEMENT = 1_000;

  private Peers() {}

  /** Takes orders on this port of the loopback address, one a request, until the process ends. */
  static void serve(int port, Handler orders) {
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = port;
              config.routes.addHttpHandler(HandlerType.POST, "/v1/orders", orders);
            })
        .start();
  }

  /** Their one database: the first shard. */
  static HikariDataSource database(MysqlConfig mysql) {
    ShardAddress shard = mysql.shards().getFirst();
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(
        "jdbc:mysql://" + shard.server() + "/" + shard.schema() + "?allowPublicKeyRetrieval=true");
    hikari.setUsername(mysql.user());
    hikari.setPassword(mysql.password());
    return new HikariDataSource(hikari);
  }

  static KafkaProducer<String, String> producer(String brokers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer());
  }

  /** Creates a table of stock with more of every SKU than can be asked for. */
  static void createStock(Statement statement, String table) throws SQLException {
    statement.execute(
        "CREATE TABLE IF NOT EXISTS " + table + " (sku VARCHAR(64) PRIMARY KEY, available INT)");
    for (int from = 0; from < SustainedLoad.SKUS; from += ROWS_A_STATEMENT) {
      String rows =
          IntStream.range(from, from + ROWS_A_STATEMENT)
              .mapToObj(sku -> "('" + OrderBodies.sku(sku) + "', 1000000000)")
              .collect(Collectors.joining(","));
      statement.execute("INSERT IGNORE INTO " + table + " VALUES " + rows);
    }
  }

  /** The lines in key order, or two orders would wait for one another. */
  static List<JsonNode> sortedLines(JsonNode order) {
    return order
        .path("lines")
        .valueStream()
        .sorted(Comparator.comparing(line -> line.path("sku").asText()))
        .toList();
  }
}
