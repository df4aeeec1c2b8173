package io.spillway.cdc;

import io.spillway.runtime.config.MysqlConfig;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** Writes rows to the shards, as the services would. */
final class Tables {
  static final LocalDateTime AT = LocalDateTime.parse("2026-07-01T12:30:15.123");

  private final MysqlConfig mysql;

  Tables(MysqlConfig mysql) {
    this.mysql = mysql;
  }

  int shardOf(int slot) {
    return SlotMap.shard(slot, mysql.shards().size());
  }

  void insertOrder(RoutedId id, String customer) throws SQLException {
    try (Connection connection = open(shardOf(id.slot()));
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO orders (order_id, slot, tenant, customer_id, status, version,"
                    + " currency, total_amount, line_count, `lines`, attributes, placed_at,"
                    + " created_at, updated_at) VALUES (?, ?, 'default', ?, 'RESERVING', 1, 'GBP',"
                    + " 150, 1, ?, ?, ?, ?, ?)")) {
      insert.setBytes(1, id.toBytes());
      insert.setInt(2, id.slot());
      insert.setString(3, customer);
      insert.setString(4, "[{\"sku\": \"Größe \\\"L\\\"\", \"quantity\": 3, \"unitAmount\": 50}]");
      insert.setString(5, "{\"note\": \"a  b\\nc\", \"k\": \"v\"}");
      insert.setObject(6, AT);
      insert.setObject(7, AT);
      insert.setObject(8, AT);
      insert.executeUpdate();
    }
  }

  /** Inserts so many stock rows into the first shard with one statement. */
  void insertStock(String prefix, int rows) throws SQLException {
    try (Connection connection = open(0);
        Statement insert = connection.createStatement()) {
      insert.execute("SET SESSION cte_max_recursion_depth = " + rows);
      insert.execute(
          "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at)"
              + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + rows
              + ") SELECT 'default', CONCAT('"
              + prefix
              + "', i), 0, 1, 0, 1, NOW(3) FROM n");
    }
  }

  void updateOrder(RoutedId id, String status, long version) throws SQLException {
    try (Connection connection = open(shardOf(id.slot()));
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE orders SET status = ?, version = ? WHERE order_id = ?")) {
      update.setString(1, status);
      update.setLong(2, version);
      update.setBytes(3, id.toBytes());
      update.executeUpdate();
    }
  }

  void deleteOrder(RoutedId id) throws SQLException {
    try (Connection connection = open(shardOf(id.slot()));
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM orders WHERE order_id = ?")) {
      delete.setBytes(1, id.toBytes());
      delete.executeUpdate();
    }
  }

  /** Inserts or raises a stock row, and its movement, in one transaction. */
  void adjust(String sku, long version, RoutedId ref) throws SQLException {
    int slot = SlotMap.stockSlot("default", sku);
    try (Connection connection = open(shardOf(slot))) {
      connection.setAutoCommit(false);
      try (PreparedStatement upsert =
              connection.prepareStatement(
                  "INSERT INTO stock (tenant, sku, slot, available, reserved, version,"
                      + " updated_at) VALUES ('default', ?, ?, ?, 0, ?, ?) AS n ON DUPLICATE KEY"
                      + " UPDATE available = n.available, version = n.version");
          PreparedStatement movement =
              connection.prepareStatement(
                  "INSERT INTO stock_movement VALUES (?, 0, 4, ?, 'default', ?, 10, 0, ?, 0,"
                      + " 'delivery', ?)")) {
        upsert.setString(1, sku);
        upsert.setInt(2, slot);
        upsert.setLong(3, version * 10);
        upsert.setLong(4, version);
        upsert.setObject(5, AT);
        upsert.executeUpdate();
        movement.setBytes(1, ref.toBytes());
        movement.setInt(2, slot);
        movement.setString(3, sku);
        movement.setLong(4, version * 10);
        movement.setObject(5, AT);
        movement.executeUpdate();
      }
      connection.commit();
    }
  }

  void putProduct(String sku, String name, @Nullable String category) throws SQLException {
    int slot = SlotMap.stockSlot("default", sku);
    try (Connection connection = open(shardOf(slot));
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO products (tenant, sku, slot, name, category, attributes, version,"
                    + " created_at, updated_at) VALUES ('default', ?, ?, ?, ?,"
                    + " '{\"colour\": \"red\"}', 1, ?, ?)")) {
      insert.setString(1, sku);
      insert.setInt(2, slot);
      insert.setString(3, name);
      insert.setString(4, category);
      insert.setObject(5, AT);
      insert.setObject(6, AT);
      insert.executeUpdate();
    }
  }

  void execute(int shard, String statement) throws SQLException {
    try (Connection connection = open(shard);
        Statement plain = connection.createStatement()) {
      plain.execute(statement);
    }
  }

  Connection open(int shard) throws SQLException {
    return DriverManager.getConnection(
        mysql.shards().get(shard).jdbcUrl(), mysql.user(), mysql.password());
  }
}
