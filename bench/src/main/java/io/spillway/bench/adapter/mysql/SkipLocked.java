package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import io.spillway.inventory.core.Command;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * Peer: a row for every unit; an order takes the first that nobody has locked, so orders do not
 * wait for one another. One transaction an order, 32 connections.
 */
final class SkipLocked implements Contender {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS bench_unit (id BIGINT NOT NULL AUTO_INCREMENT, tenant VARCHAR(64)"
          + " NOT NULL, sku VARCHAR(64) NOT NULL, held_by BINARY(16) NULL, PRIMARY KEY (id),"
          + " KEY free (tenant, sku, held_by, id))";
  private static final String FREE =
      "SELECT id FROM bench_unit WHERE tenant = ? AND sku = ? AND held_by IS NULL"
          + " LIMIT 1 FOR UPDATE SKIP LOCKED";
  private static final String HOLD = "UPDATE bench_unit SET held_by = ? WHERE id = ?";
  private static final int DIGITS = 1_000;

  private final MysqlLab lab;
  private final ReserveLoad load;
  private final StockPlan plan;
  private final List<DataSource> pools;
  private final int shard;
  private long seed = 1;

  SkipLocked(MysqlLab lab, ReserveLoad load, StockPlan plan) {
    this.lab = lab;
    this.load = load;
    this.plan = plan;
    this.pools = lab.advised(OrderAtATime.CONNECTIONS);
    this.shard = load.shards().getFirst();
  }

  @Override
  public String name() {
    return "SKIP LOCKED unit rows, 32 connections";
  }

  @Override
  public Role role() {
    return Role.PEER;
  }

  @Override
  public void prepare(Duration duration) throws SQLException {
    int units = plan.units(duration);
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
  public Measurements run(Duration duration) throws Exception {
    long runSeed = seed++;
    Measurements figures =
        Workers.run(
            OrderAtATime.CONNECTIONS,
            duration,
            worker -> {
              SplittableRandom random = new SplittableRandom(runSeed * 1_000 + worker);
              return () -> reserve(load.next(shard, random));
            });
    return plan.judged(figures, lab, load);
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
