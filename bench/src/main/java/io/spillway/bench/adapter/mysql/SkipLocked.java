package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Role;
import io.spillway.inventory.core.Command;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * Peer: a row for every unit; an order takes the first that nobody has locked, so orders do not
 * wait for one another. One transaction an order, 32 connections.
 */
final class SkipLocked extends Reserving {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS bench_unit (id BIGINT NOT NULL AUTO_INCREMENT, tenant VARCHAR(64)"
          + " NOT NULL, sku VARCHAR(64) NOT NULL, held_by BINARY(16) NULL, PRIMARY KEY (id),"
          + " KEY free (tenant, sku, held_by, id))";
  private static final String FREE =
      "SELECT id FROM bench_unit WHERE tenant = ? AND sku = ? AND held_by IS NULL"
          + " LIMIT 1 FOR UPDATE SKIP LOCKED";
  private static final String HOLD = "UPDATE bench_unit SET held_by = ? WHERE id = ?";
  private static final int DIGITS = 1_000;

  private final List<DataSource> pools;
  private final int shard;

  SkipLocked(MysqlLab lab, ReserveLoad load, StockPlan plan) {
    super(
        "SKIP LOCKED unit rows, 32 connections",
        Role.PEER,
        OrderAtATime.CONNECTIONS,
        lab,
        load,
        plan);
    this.pools = lab.advised(OrderAtATime.CONNECTIONS);
    this.shard = load.shards().getFirst();
  }

  @Override
  void stock(int units) throws SQLException {
    lab.reset(load, 0);
    lab.execute(shard, TABLE);
    lab.execute(shard, "TRUNCATE TABLE bench_unit");
    for (int left = units; left > 0; left -= DIGITS) {
      lab.execute(shard, units(Math.min(left, DIGITS)));
    }
  }

  private String units(int rows) {
    var key = load.skus(shard).getFirst();
    String row = "('" + key.tenant() + "', '" + key.sku() + "')";
    return "INSERT INTO bench_unit (tenant, sku) VALUES " + row + (", " + row).repeat(rows - 1);
  }

  @Override
  Workers.Work work(int worker, SplittableRandom random) {
    return () -> reserve(load.next(shard, random));
  }

  private long reserve(Command.Reserve order) throws SQLException {
    try (Connection connection = pools.get(shard).getConnection()) {
      connection.setAutoCommit(false);
      OrderAtATime.keep(connection, order, hold(connection, order));
      connection.commit();
    }
    return 1;
  }

  private static boolean hold(Connection connection, Command.Reserve order) throws SQLException {
    var key = order.lines().getFirst().stock();
    try (PreparedStatement free = connection.prepareStatement(FREE)) {
      free.setString(1, key.tenant());
      free.setString(2, key.sku());
      try (ResultSet row = free.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
          hold.setBytes(1, order.ref().toBytes());
          hold.setLong(2, row.getLong(1));
          return hold.executeUpdate() == 1;
        }
      }
    }
  }
}
