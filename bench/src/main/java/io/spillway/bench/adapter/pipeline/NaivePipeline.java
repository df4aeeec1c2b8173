package io.spillway.bench.adapter.pipeline;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The build that everybody begins with: JSON into a topic, a consumer with one transaction an
 * order, one index request, one event. Libraries' defaults everywhere, one database.
 */
public final class NaivePipeline {
  static final String ORDERS = "naive.orders";
  static final String EVENTS = "naive.events";
  private static final int CONSUMERS = 4;

  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaProducer<String, String> producer;
  private final HikariDataSource database;
  private final ElasticsearchClient search;
  private final String brokers;

  private NaivePipeline(KafkaConfig kafka, MysqlConfig mysql, ElasticConfig elastic) {
    brokers = kafka.bootstrap();
    producer = Peers.producer(brokers);
    database = Peers.database(mysql);
    search = ElasticsearchClient.of(b -> b.host(elastic.uri()));
  }

  /** Serves until killed. */
  public static void main(String[] args) throws SQLException {
    Settings settings = Settings.load();
    NaivePipeline naive =
        new NaivePipeline(
            KafkaConfig.from(settings), MysqlConfig.from(settings), ElasticConfig.from(settings));
    int port = settings.count("spillway.ingest.port", 1, 65_535);
    settings.check();
    naive.tables();
    for (int i = 0; i < CONSUMERS; i++) {
      Thread.ofPlatform().name("consumer-" + i).start(naive::consume);
    }
    Peers.serve(
        port,
        request -> {
          String id = UUID.randomUUID().toString();
          naive.producer.send(new ProducerRecord<>(ORDERS, id, request.body())).get();
          request.status(202).result("{\"orderId\":\"" + id + "\"}");
        });
  }

  private void tables() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Peers.createStock(statement, "naive_stock");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS naive_order (id CHAR(36) PRIMARY KEY, status VARCHAR(16),"
              + " body JSON)");
    }
  }

  private void consume() {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", brokers, "group.id", "naive", "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(ORDERS));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          String status = reserve(record.key(), record.value());
          search.index(
              index ->
                  index
                      .index("naive-orders")
                      .id(record.key())
                      .document(Map.of("status", status, "body", record.value())));
          var _ = producer.send(new ProducerRecord<>(EVENTS, record.key(), status));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a consumer failed", e);
    }
  }

  private String reserve(String id, String body) throws Exception {
    JsonNode order = JSON.readTree(body);
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean held = true;
      for (JsonNode line : Peers.sortedLines(order)) {
        try (PreparedStatement take =
            connection.prepareStatement(
                "UPDATE naive_stock SET available = available - ? WHERE sku = ?"
                    + " AND available >= ?")) {
          take.setInt(1, line.path("quantity").asInt());
          take.setString(2, line.path("sku").asText());
          take.setInt(3, line.path("quantity").asInt());
          held &= take.executeUpdate() == 1;
        }
      }
      String status = held ? "CONFIRMED" : "REJECTED";
      if (!held) {
        connection.rollback();
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO naive_order VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE status = ?")) {
        insert.setString(1, id);
        insert.setString(2, status);
        insert.setString(3, body);
        insert.setString(4, status);
        insert.executeUpdate();
      }
      connection.commit();
      return status;
    }
  }
}
