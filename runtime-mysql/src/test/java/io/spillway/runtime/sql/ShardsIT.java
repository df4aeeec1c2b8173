package io.spillway.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.Shard;
import io.spillway.stack.port.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShardsIT {
  private static Stack stack;
  private static MysqlConfig mysql;
  private static Shards shards;

  @BeforeAll
  static void start() throws SQLException {
    stack = TestStack.start(Server.MYSQL);
    var found = stack.endpoints().mysql();
    mysql =
        new MysqlConfig(
            found.stream().map(s -> new ShardAddress(s.host(), s.port(), s.schema())).toList(),
            found.getFirst().user(),
            found.getFirst().password(),
            2);
    Migrations.migrate(mysql);
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() throws Exception {
    shards.close();
    stack.close();
  }

  @Test
  void aTransactionWritesToTheShardItNamesOnly() throws SQLException {
    for (int shard = 0; shard < shards.count(); shard++) {
      String sku = "named-" + shard;
      shards.inTransaction(shard, c -> insert(c, sku, 4095));
      for (int other = 0; other < shards.count(); other++) {
        assertThat(count(other, sku)).isEqualTo(other == shard ? 1 : 0);
      }
    }
  }

  @Test
  void aStatementWithASlotFindsItsShard() throws Exception {
    String sku = "routed";
    int slot = SlotMap.stockSlot("t", sku);
    shards.inTransaction(SlotMap.shard(slot, shards.count()), c -> insert(c, sku, slot));

    try (RoutedShards routed = RoutedShards.open(Shards.open(mysql, new SimpleMeterRegistry()));
        Connection connection = routed.routed().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT available, updated_at FROM stock WHERE slot = ? AND tenant = ? AND sku"
                    + " = ?")) {
      select.setInt(1, slot);
      select.setString(2, "t");
      select.setString(3, sku);
      ResultSet row = select.executeQuery();
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(7);
      assertThat(row.getObject(2, LocalDateTime.class)).isEqualTo("2026-01-02T03:04:05.678");
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothing() throws SQLException {
    assertThatThrownBy(
            () ->
                shards.inTransaction(
                    0,
                    c -> {
                      insert(c, "undone", 0);
                      throw new IllegalStateException("after the insert");
                    }))
        .hasMessage("after the insert");

    assertThat(count(0, "undone")).isZero();
  }

  @Test
  void theDatabaseRefusesStockBelowZero() {
    assertThatThrownBy(
            () ->
                shards.inTransaction(
                    0,
                    c -> {
                      insert(c, "negative", 0);
                      return c.createStatement()
                          .executeUpdate("UPDATE stock SET available = -1 WHERE sku = 'negative'");
                    }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("stock_available_not_negative");
  }

  private static int insert(Connection c, String sku, int slot) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at)"
                + " VALUES (?, ?, ?, 7, 0, 1, ?)")) {
      insert.setString(1, "t");
      insert.setString(2, sku);
      insert.setInt(3, slot);
      insert.setObject(4, LocalDateTime.parse("2026-01-02T03:04:05.678"));
      return insert.executeUpdate();
    }
  }

  private static int count(int shard, String sku) throws SQLException {
    Shard physical = stack.endpoints().mysql().get(shard);
    try (Connection c =
            java.sql.DriverManager.getConnection(
                mysql.shards().get(shard).jdbcUrl(), physical.user(), physical.password());
        PreparedStatement select = c.prepareStatement("SELECT COUNT(*) FROM stock WHERE sku = ?")) {
      select.setString(1, sku);
      ResultSet row = select.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }
}
