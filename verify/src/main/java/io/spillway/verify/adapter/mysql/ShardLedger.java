package io.spillway.verify.adapter.mysql;

import io.spillway.operate.core.StockAdjustment;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockLevel;
import io.spillway.verify.port.Ledger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads each shard by itself, over plain JDBC: what proves the services right must not share their
 * way to the data. Every call opens its connections, so a server may come and go.
 */
public final class ShardLedger implements Ledger {
  private static final int IDS_PER_QUERY = 1_000;

  private final Backends backends;

  public ShardLedger(Backends backends) {
    this.backends = backends;
  }

  @Override
  public Map<String, Long> ordersByStatus(String tenant) throws UnavailableException {
    Map<String, Long> counts = new HashMap<>();
    onEveryShard(
        "SELECT status, COUNT(*) FROM orders WHERE tenant = ? GROUP BY status",
        tenant,
        row -> counts.merge(row.getString(1), row.getLong(2), Long::sum));
    return counts;
  }

  @Override
  public Map<String, OrderFacts> orders(String tenant) throws UnavailableException {
    Map<String, OrderFacts> orders = new HashMap<>();
    onEveryShard(
        "SELECT order_id, status, version, line_count FROM orders WHERE tenant = ?",
        tenant,
        row ->
            orders.put(
                RoutedId.ofBytes(row.getBytes(1)).toString(),
                new OrderFacts(row.getString(2), row.getLong(3), row.getInt(4))));
    return orders;
  }

  @Override
  public Map<String, StockLevel> stock(String tenant) throws UnavailableException {
    Map<String, StockLevel> stock = new HashMap<>();
    onEveryShard(
        "SELECT sku, available, reserved FROM stock WHERE tenant = ?",
        tenant,
        row -> stock.put(row.getString(1), new StockLevel(row.getLong(2), row.getLong(3))));
    return stock;
  }

  @Override
  public long settledAdjustments(Collection<RoutedId> ids) throws UnavailableException {
    long[] settled = {0};
    onTheirShards("SELECT COUNT(*) FROM stock_movement", ids, row -> settled[0] += row.getLong(1));
    return settled[0];
  }

  @Override
  public Map<RoutedId, String> refusedAdjustments(Collection<StockAdjustment> adjustments)
      throws UnavailableException {
    Map<RoutedId, Integer> deltas = new HashMap<>();
    adjustments.forEach(adjustment -> deltas.put(adjustment.id(), adjustment.delta()));
    Map<RoutedId, String> refused = new HashMap<>();
    onTheirShards(
        "SELECT ref, outcome, quantity FROM stock_movement",
        deltas.keySet(),
        row -> {
          RoutedId id = RoutedId.ofBytes(row.getBytes(1));
          MovementOutcome outcome =
              Objects.equals(deltas.get(id), row.getInt(3))
                  ? MovementOutcome.of(row.getInt(2))
                  : MovementOutcome.CONFLICTING;
          if (outcome != MovementOutcome.APPLIED) {
            refused.put(id, outcome.name());
          }
        });
    return refused;
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void onEveryShard(String sql, String tenant, RowReader reader)
      throws UnavailableException {
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = connect(shard);
          PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, tenant);
        readAll(statement, reader);
      } catch (SQLException e) {
        throw unavailable(shard, e);
      }
    }
  }

  private void onTheirShards(String select, Collection<RoutedId> ids, RowReader reader)
      throws UnavailableException {
    Map<Integer, List<RoutedId>> byShard = new HashMap<>();
    for (RoutedId id : ids) {
      int shard = SlotMap.shard(id.slot(), backends.shards().size());
      byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(id);
    }
    for (Map.Entry<Integer, List<RoutedId>> entry : byShard.entrySet()) {
      Backends.Shard shard = backends.shards().get(entry.getKey());
      try (Connection connection = connect(shard)) {
        List<RoutedId> own = entry.getValue();
        for (int from = 0; from < own.size(); from += IDS_PER_QUERY) {
          List<RoutedId> part = own.subList(from, Math.min(own.size(), from + IDS_PER_QUERY));
          readMovements(connection, select, part, reader);
        }
      } catch (SQLException e) {
        throw unavailable(shard, e);
      }
    }
  }

  private static void readMovements(
      Connection connection, String select, List<RoutedId> ids, RowReader reader)
      throws SQLException {
    String marks = String.join(",", Collections.nCopies(ids.size(), "?"));
    String sql =
        select
            + " WHERE line = 0 AND kind = "
            + MovementKind.ADJUST.code()
            + " AND ref IN ("
            + marks;
    try (PreparedStatement statement = connection.prepareStatement(sql + ")")) {
      for (int i = 0; i < ids.size(); i++) {
        statement.setBytes(i + 1, ids.get(i).toBytes());
      }
      readAll(statement, reader);
    }
  }

  private static void readAll(PreparedStatement statement, RowReader reader) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  private Connection connect(Backends.Shard shard) throws SQLException {
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    return DriverManager.getConnection(url, backends.user(), backends.password());
  }

  private static UnavailableException unavailable(Backends.Shard shard, SQLException cause) {
    return new UnavailableException(
        "shard " + shard.number() + " does not respond (" + cause.getMessage() + ")", cause);
  }
}
