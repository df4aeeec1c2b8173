package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Role;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.StockKey;
import io.spillway.schemas.tables.MovementOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * Peer: one transaction an order on 32 connections, the driver set up as HikariCP advises. It keeps
 * the same rows as ours: the stock row and one movement.
 */
final class OrderAtATime extends Reserving {
  static final int CONNECTIONS = 32;

  private static final String LOCK =
      "SELECT available FROM stock WHERE tenant = ? AND sku = ? FOR UPDATE";
  private static final String TAKE =
      "UPDATE stock SET available = available - 1, reserved = reserved + 1, version = version + 1,"
          + " updated_at = NOW(3) WHERE tenant = ? AND sku = ? AND available >= 1";
  static final String MOVEMENT =
      "INSERT INTO stock_movement (ref, line, kind, slot, tenant, sku, quantity, outcome,"
          + " available_after, reserved_after, reference, at)"
          + " VALUES (?, 0, 1, ?, ?, ?, 1, ?, 0, 0, NULL, NOW(3))";

  enum Way {
    FOR_UPDATE("FOR UPDATE, 32 connections"),
    CONDITIONAL("conditional UPDATE, 32 connections");

    private final String text;

    String contender() {
      return text;
    }

    Way(String text) {
      this.text = text;
    }
  }

  private final Way way;
  private final List<DataSource> pools;

  OrderAtATime(Way way, MysqlLab lab, ReserveLoad load, StockPlan plan) {
    super(way.text, Role.PEER, CONNECTIONS, lab, load, plan);
    this.way = way;
    this.pools = lab.advised(CONNECTIONS / load.shards().size());
  }

  @Override
  Workers.Work work(int worker, SplittableRandom random) {
    int shard = load.shards().get(worker % load.shards().size());
    return () -> reserve(pools.get(shard), load.next(shard, random));
  }

  private long reserve(DataSource pool, Command.Reserve order) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      StockKey key = order.lines().getFirst().stock();
      boolean held =
          (way == Way.CONDITIONAL || isAvailable(connection, key)) && take(connection, key);
      keep(connection, order, held);
      connection.commit();
    }
    return 1;
  }

  private static boolean isAvailable(Connection connection, StockKey key) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, key.tenant());
      lock.setString(2, key.sku());
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getInt(1) >= 1;
      }
    }
  }

  static boolean take(Connection connection, StockKey key) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, key.tenant());
      take.setString(2, key.sku());
      return take.executeUpdate() == 1;
    }
  }

  static void keep(Connection connection, Command.Reserve order, boolean held) throws SQLException {
    StockKey key = order.lines().getFirst().stock();
    MovementOutcome outcome = held ? MovementOutcome.APPLIED : MovementOutcome.SOLD_OUT;
    try (PreparedStatement insert = connection.prepareStatement(MOVEMENT)) {
      insert.setBytes(1, order.ref().toBytes());
      insert.setInt(2, key.slot());
      insert.setString(3, key.tenant());
      insert.setString(4, key.sku());
      insert.setInt(5, outcome.code());
      insert.executeUpdate();
    }
  }
}
