package io.spillway.verify.adapter.mysql;

import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.UtcTime;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.tables.ContentHash;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.OrderShards;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Streams rows of each shard over plain JDBC, in primary key order, so that neither side holds them
 * all. Every call opens its connection.
 */
public final class ShardFacts implements OrderShards {
  private static final int NETWORK_TIMEOUT_MILLIS = 300_000;
  private static final String APPLIED = "m.outcome = " + MovementOutcome.APPLIED.code();

  private final Backends backends;

  public ShardFacts(Backends backends) {
    this.backends = backends;
  }

  @Override
  public void orders(IdRange range, Scope scope, Consumer<StoreFacts.Row> sink)
      throws UnavailableException {
    List<Object> values = between(range);
    String sql =
        "SELECT "
            + RowProtos.ORDER_COLUMNS
            + " FROM orders WHERE order_id BETWEEN ? AND ?"
            + ofTenant("", scope, values);
    if (scope.since() != null) {
      sql += " AND created_at >= ?";
      values.add(UtcTime.of(scope.since()));
    }
    Backends.Shard shard = backends.shards().get(range.shard(backends.shards().size()));
    stream(shard, sql + " ORDER BY order_id", values, row -> sink.accept(order(row)));
  }

  @Override
  public void movements(IdRange range, Scope scope, Consumer<StoreFacts.Movement> sink)
      throws UnavailableException {
    for (Backends.Shard shard : backends.shards()) {
      List<Object> values = between(range);
      String sql =
          "SELECT ref, line, kind, sku, quantity, outcome, available_after, reserved_after, at"
              + " FROM stock_movement WHERE ref BETWEEN ? AND ?"
              + ofTenant("", scope, values)
              + " ORDER BY ref, line, kind";
      stream(shard, sql, values, row -> sink.accept(movement(row)));
    }
  }

  @Override
  public void stock(Scope scope, BiConsumer<String, StoreFacts.Stock> sink)
      throws UnavailableException {
    for (Backends.Shard shard : backends.shards()) {
      List<Object> values = new ArrayList<>();
      String sql =
          "SELECT "
              + RowProtos.STOCK_COLUMNS
              + " FROM stock WHERE TRUE"
              + ofTenant("", scope, values);
      stream(
          shard,
          sql,
          values,
          row -> {
            StockRow stock = RowProtos.stock(row);
            sink.accept(
                RowKeys.stock(stock.getTenant(), stock.getSku()),
                new StoreFacts.Stock(
                    stock.getAvailable(),
                    stock.getReserved(),
                    stock.getVersion(),
                    ContentHash.of(stock)));
          });
    }
  }

  /** Added up where they are: a SKU's movements all lie in its shard. */
  @Override
  public void stockSums(Scope scope, BiConsumer<String, StoreFacts.StockSums> sink)
      throws UnavailableException {
    for (Backends.Shard shard : backends.shards()) {
      List<Object> values = new ArrayList<>();
      String sql =
          "SELECT m.tenant, m.sku, "
              + sum(MovementKind.ADJUST)
              + sum(MovementKind.RESERVE)
              + sum(MovementKind.RELEASE)
              + sum(MovementKind.FULFIL)
              + "COUNT(*), COALESCE(SUM(m.available_after = s.available"
              + " AND m.reserved_after = s.reserved), 0) FROM stock_movement m"
              + " LEFT JOIN stock s ON s.tenant = m.tenant AND s.sku = m.sku WHERE "
              + APPLIED
              + ofTenant("m.", scope, values)
              + " GROUP BY m.tenant, m.sku";
      stream(
          shard,
          sql,
          values,
          row ->
              sink.accept(
                  RowKeys.stock(row.getString(1), row.getString(2)),
                  new StoreFacts.StockSums(
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6),
                      row.getLong(7),
                      row.getLong(8))));
    }
  }

  private static String sum(MovementKind kind) {
    return "SUM(IF(m.kind = " + kind.code() + ", m.quantity, 0)), ";
  }

  private static StoreFacts.Row order(ResultSet row) throws SQLException {
    OrderRow order = RowProtos.order(row);
    OrderColumns.Lines lines =
        OrderColumns.read(order.getVersion(), order.getLinesJson(), order.getReasonsJson());
    return new StoreFacts.Row(
        UUID.fromString(order.getOrderId()),
        status(order.getStatus()),
        order.getVersion(),
        order.hasHoldUntil() ? Times.instant(order.getHoldUntil()).toEpochMilli() : 0,
        Times.instant(order.getCreatedAt()).toEpochMilli(),
        lines.kept(),
        lines.sums(),
        ContentHash.of(order));
  }

  private static StoreFacts.Movement movement(ResultSet row) throws SQLException {
    return new StoreFacts.Movement(
        RowProtos.id(row.getBytes(1)),
        row.getInt(2),
        MovementKind.of(row.getInt(3)),
        row.getString(4),
        row.getInt(5),
        MovementOutcome.of(row.getInt(6)),
        row.getInt(7),
        row.getInt(8),
        UtcTime.read(row, 9).toEpochMilli());
  }

  private static OrderStatus status(String name) {
    try {
      return OrderStatus.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      return OrderStatus.UNRECOGNIZED;
    }
  }

  private static List<Object> between(IdRange range) {
    List<Object> values = new ArrayList<>();
    values.add(range.lowest());
    values.add(range.highest());
    return values;
  }

  private static String ofTenant(String table, Scope scope, List<Object> values) {
    if (scope.tenant() == null) {
      return "";
    }
    values.add(scope.tenant());
    return " AND " + table + "tenant = ?";
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void stream(Backends.Shard shard, String sql, List<Object> values, RowReader reader)
      throws UnavailableException {
    try (Connection connection = connect(shard);
        PreparedStatement statement =
            connection.prepareStatement(
                sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // Asks the driver for row by row; it would read the whole answer first otherwise.
      statement.setFetchSize(Integer.MIN_VALUE);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    } catch (SQLException e) {
      throw new UnavailableException(
          "shard " + shard.number() + " does not respond (" + e.getMessage() + ")", e);
    }
  }

  private Connection connect(Backends.Shard shard) throws SQLException {
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    Connection connection = DriverManager.getConnection(url, backends.user(), backends.password());
    // Sums over a large shard take longer than any statement of a service may.
    connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
    return connection;
  }
}
