package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Role;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.StockKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Limit: the rows that ours writes, as many a transaction, without reading, deciding or
 * ShardingSphere. One connection a shard.
 */
final class RawBatch extends Reserving {
  private static final String MOVEMENTS =
      "INSERT INTO stock_movement (ref, line, kind, slot, tenant, sku, quantity, outcome,"
          + " available_after, reserved_after, reference, at) VALUES ";
  private static final String MOVEMENT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  static final String ONE_MOVEMENT = MOVEMENTS + MOVEMENT;
  private static final String STOCK =
      "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at) VALUES ";
  private static final String STOCK_ROW = "(?, ?, ?, ?, ?, ?, ?)";
  private static final String UPSERT =
      " ON DUPLICATE KEY UPDATE available = VALUES(available), reserved = VALUES(reserved),"
          + " version = VALUES(version), updated_at = VALUES(updated_at)";

  RawBatch(MysqlLab lab, ReserveLoad load) {
    super("raw multi-row JDBC", Role.LIMIT, load.shards().size(), lab, load, StockPlan.plenty());
  }

  @Override
  Workers.Work work(int worker, SplittableRandom random) {
    int shard = load.shards().get(worker);
    Map<StockKey, Integer> reserved = new HashMap<>();
    return () -> write(lab.plain(shard), shard, random, reserved);
  }

  private long write(
      DataSource source, int shard, SplittableRandom random, Map<StockKey, Integer> reserved)
      throws SQLException {
    List<Command.Reserve> orders = new ArrayList<>(BatchWriter.COMMANDS);
    Map<StockKey, Integer> touched = new TreeMap<>();
    for (int i = 0; i < BatchWriter.COMMANDS; i++) {
      Command.Reserve order = load.next(shard, random);
      StockKey key = order.lines().getFirst().stock();
      orders.add(order);
      touched.put(key, reserved.merge(key, 1, Integer::sum));
    }
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      movements(connection, orders, now);
      stock(connection, touched, now);
      connection.commit();
    }
    return orders.size();
  }

  static void movements(Connection connection, List<Command.Reserve> orders, LocalDateTime now)
      throws SQLException {
    try (PreparedStatement insert = repeated(connection, MOVEMENTS, MOVEMENT, orders.size(), "")) {
      int i = 1;
      for (Command.Reserve order : orders) {
        i = bind(insert, i, order, now);
      }
      insert.executeUpdate();
    }
  }

  static int bind(PreparedStatement insert, int first, Command.Reserve order, LocalDateTime now)
      throws SQLException {
    StockKey key = order.lines().getFirst().stock();
    int i = first;
    insert.setBytes(i++, order.ref().toBytes());
    insert.setInt(i++, 0);
    insert.setInt(i++, 1);
    insert.setInt(i++, key.slot());
    insert.setString(i++, key.tenant());
    insert.setString(i++, key.sku());
    insert.setInt(i++, 1);
    insert.setInt(i++, 0);
    insert.setInt(i++, 999_999_999);
    insert.setInt(i++, 1);
    insert.setNull(i++, Types.VARCHAR);
    insert.setObject(i++, now);
    return i;
  }

  private static void stock(
      Connection connection, Map<StockKey, Integer> touched, LocalDateTime now)
      throws SQLException {
    try (PreparedStatement upsert =
        repeated(connection, STOCK, STOCK_ROW, touched.size(), UPSERT)) {
      int i = 1;
      for (Map.Entry<StockKey, Integer> each : touched.entrySet()) {
        upsert.setString(i++, each.getKey().tenant());
        upsert.setString(i++, each.getKey().sku());
        upsert.setInt(i++, each.getKey().slot());
        upsert.setInt(i++, 1_000_000_000 - each.getValue());
        upsert.setInt(i++, each.getValue());
        upsert.setLong(i++, each.getValue() + 1);
        upsert.setObject(i++, now);
      }
      upsert.executeUpdate();
    }
  }

  private static PreparedStatement repeated(
      Connection connection, String before, String row, int rows, String after)
      throws SQLException {
    return connection.prepareStatement(before + row + (", " + row).repeat(rows - 1) + after);
  }
}
