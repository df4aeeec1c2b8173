package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.ContentHash;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.StockTable;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.OrderShards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Streams rows of each shard in primary key order. */
public final class ShardFacts implements OrderShards {
  private static final String APPLIED = "m.outcome = " + MovementOutcome.APPLIED.code();

  private final ShardQueries shards;
  private final int count;

  public ShardFacts(Backends backends) {
    this.shards = new ShardQueries(backends);
    this.count = backends.shards().size();
  }

  @Override
  public void orders(IdRange range, Scope scope, Consumer<StoreFacts.Row> sink)
      throws UnavailableException {
    List<Object> values = between(range);
    String sql =
        "SELECT "
            + OrdersTable.TABLE.columns()
            + " FROM orders WHERE order_id BETWEEN ? AND ?"
            + ofTenant("", scope, values);
    if (scope.since() != null) {
      sql += " AND created_at >= ?";
      values.add(LocalDateTime.ofInstant(scope.since(), ZoneOffset.UTC));
    }
    shards.one(
        range.shard(count), sql + " ORDER BY order_id", values, row -> sink.accept(order(row)));
  }

  @Override
  public void movements(IdRange range, Scope scope, Consumer<StoreFacts.Movement> sink)
      throws UnavailableException {
    List<Object> values = between(range);
    String sql =
        "SELECT "
            + MovementTable.TABLE.columns()
            + " FROM stock_movement WHERE ref BETWEEN ? AND ?"
            + ofTenant("", scope, values)
            + " ORDER BY ref, line, kind";
    shards.all(sql, values, row -> sink.accept(movement(MovementTable.TABLE.read(row))));
  }

  @Override
  public void stock(Scope scope, BiConsumer<String, StoreFacts.Stock> sink)
      throws UnavailableException {
    List<Object> values = new ArrayList<>();
    String sql =
        "SELECT "
            + StockTable.TABLE.columns()
            + " FROM stock WHERE TRUE"
            + ofTenant("", scope, values);
    shards.all(
        sql,
        values,
        row -> {
          StockRow stock = StockTable.TABLE.read(row);
          sink.accept(
              RowKeys.stock(stock.getTenant(), stock.getSku()),
              new StoreFacts.Stock(
                  stock.getAvailable(),
                  stock.getReserved(),
                  stock.getVersion(),
                  ContentHash.of(stock)));
        });
  }

  /** Added up where they are: a SKU's movements all lie in its shard. */
  @Override
  public void stockSums(Scope scope, BiConsumer<String, StoreFacts.StockSums> sink)
      throws UnavailableException {
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
    shards.all(
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

  private static String sum(MovementKind kind) {
    return "SUM(IF(m.kind = " + kind.code() + ", m.quantity, 0)), ";
  }

  private static StoreFacts.Row order(ResultSet row) throws SQLException {
    OrderRow order = OrdersTable.TABLE.read(row);
    OrderColumns.Lines lines = OrderColumns.read(order);
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

  private static StoreFacts.Movement movement(StockMovementRow row) {
    return new StoreFacts.Movement(
        RoutedId.parse(row.getRef()).uuid(),
        row.getLine(),
        MovementKind.of(row.getKind()),
        row.getSku(),
        row.getQuantity(),
        MovementOutcome.of(row.getOutcome()),
        row.getAvailableAfter(),
        row.getReservedAfter(),
        Times.instant(row.getAt()).toEpochMilli());
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
}
