package io.spillway.bench.adapter.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.schemas.tables.UtcTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Orders from the topic into one database: a transaction an order, which notes in a table that it
 * was processed, and an event behind it. Thread-safe.
 */
record UsualOrders(DataSource database, KafkaProducer<String, String> producer) {
  static final String TABLE = "usual_order";

  private static final JsonMapper JSON = new JsonMapper();

  /** Creates the tables that are missing, and stock for every SKU. */
  void createTables() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Peers.createStock(statement, "usual_stock");
      statement.execute("CREATE TABLE IF NOT EXISTS usual_processed (id CHAR(36) PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS usual_order (id CHAR(36) PRIMARY KEY, customer_id"
              + " VARCHAR(64), status VARCHAR(16), version BIGINT, currency CHAR(3), total_amount"
              + " BIGINT, `lines` JSON, attributes JSON, placed_at DATETIME(3), created_at"
              + " DATETIME(3), updated_at DATETIME(3))");
    }
  }

  /** Settles what comes until a failure; offsets are committed behind transactions and events. */
  void run(KafkaConsumer<String, String> orders) {
    try (orders) {
      while (true) {
        ConsumerRecords<String, String> records = orders.poll(Duration.ofMillis(100));
        for (ConsumerRecord<String, String> record : records) {
          String status = settle(record.key(), JSON.readTree(record.value()));
          if (status != null) {
            String event = JSON.createObjectNode().put("status", status).toString();
            var _ = producer.send(new ProducerRecord<>(UsualPipeline.EVENTS, record.key(), event));
          }
        }
        if (!records.isEmpty()) {
          producer.flush();
          orders.commitSync();
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a consumer of orders failed", e);
    }
  }

  /** The order's end; null when it had one before. */
  private @Nullable String settle(String id, JsonNode order) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      if (!isFirst(connection, id)) {
        connection.rollback();
        return null;
      }
      Savepoint nothingTaken = connection.setSavepoint();
      String status = "CONFIRMED";
      if (!take(connection, order)) {
        connection.rollback(nothingTaken);
        status = "REJECTED";
      }
      store(connection, id, status, order);
      connection.commit();
      return status;
    }
  }

  private static boolean isFirst(Connection connection, String id) throws SQLException {
    try (PreparedStatement note =
        connection.prepareStatement("INSERT IGNORE INTO usual_processed VALUES (?)")) {
      note.setString(1, id);
      return note.executeUpdate() == 1;
    }
  }

  private static boolean take(Connection connection, JsonNode order) throws SQLException {
    try (PreparedStatement take =
        connection.prepareStatement(
            "UPDATE usual_stock SET available = available - ? WHERE sku = ? AND available >= ?")) {
      for (JsonNode line : Peers.sortedLines(order)) {
        take.setInt(1, line.path("quantity").asInt());
        take.setString(2, line.path("sku").asText());
        take.setInt(3, line.path("quantity").asInt());
        if (take.executeUpdate() == 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** The lines are a column, as ours are: a row for each would be as many more for the feed. */
  private static void store(Connection connection, String id, String status, JsonNode order)
      throws SQLException {
    LocalDateTime now = UtcTime.of(Instant.now());
    long total =
        order
            .path("lines")
            .valueStream()
            .mapToLong(line -> line.path("quantity").asLong() * line.path("unitAmount").asLong())
            .sum();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO usual_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, order.path("customerId").asText());
      insert.setString(3, status);
      insert.setLong(4, 1);
      insert.setString(5, order.path("currency").asText());
      insert.setLong(6, total);
      insert.setString(7, order.path("lines").toString());
      insert.setString(8, order.path("attributes").toString());
      insert.setObject(9, UtcTime.of(Instant.parse(order.path("placedAt").asText())));
      insert.setObject(10, now);
      insert.setObject(11, now);
      insert.executeUpdate();
    }
  }
}
