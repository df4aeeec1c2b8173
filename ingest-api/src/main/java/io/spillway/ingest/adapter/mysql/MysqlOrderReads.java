package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.port.OrderPage;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderVersion;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.Table;
import io.spillway.schemas.tables.UtcTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads order rows from their shard. */
public final class MysqlOrderReads implements OrderReads {
  private static final Table<OrderRow, OrderRow.Builder> WHOLE = OrdersTable.TABLE;
  static final Table<OrderRow, OrderRow.Builder> LISTED = OrdersTable.TABLE.withoutJson();
  private static final String SELECT =
      "SELECT " + WHOLE.columns() + " FROM orders WHERE slot = ? AND order_id = ?";
  private static final String SELECT_ALL =
      "SELECT " + WHOLE.columns() + " FROM orders WHERE order_id IN ";
  private static final String SELECT_MARKS =
      "SELECT order_id, status, version FROM orders WHERE order_id IN ";
  private static final String SELECT_PAGE =
      "SELECT " + LISTED.columns() + " FROM orders WHERE tenant = ? AND customer_id = ?";
  // The first condition is the index's range, the second cuts off what it holds of that very time.
  static final String AFTER = " AND created_at <= ? AND (created_at < ? OR order_id < ?)";
  static final String NEWEST_FIRST = " ORDER BY created_at DESC, order_id DESC LIMIT ?";

  private final ShardCalls shards;
  private final MysqlOrderSearch search;

  public MysqlOrderReads(ShardCalls shards) {
    this.shards = shards;
    this.search = new MysqlOrderSearch(shards);
  }

  @Override
  public Optional<OrderRow> find(RoutedId orderId) {
    return shards.read(
        orderId.slot(),
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, orderId.slot());
            select.setBytes(2, orderId.toBytes());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(WHOLE.read(row)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public int shards() {
    return shards.count();
  }

  @Override
  public List<OrderVersion> marks(int shard, List<RoutedId> orderIds) {
    return ofOrders(
        shard,
        SELECT_MARKS,
        orderIds,
        row ->
            new OrderVersion(
                RoutedId.ofBytes(row.getBytes("order_id")),
                row.getString("status"),
                row.getLong("version")));
  }

  @Override
  public List<OrderRow> findAll(int shard, List<RoutedId> orderIds) {
    return ofOrders(shard, SELECT_ALL, orderIds, WHOLE::read);
  }

  @Override
  public List<OrderRow> page(
      String tenant, String customerId, int limit, @Nullable OrderCursor after) {
    int shard = SlotMap.shard(SlotMap.orderSlot(tenant, customerId), shards.count());
    String sql = SELECT_PAGE + (after == null ? "" : AFTER) + NEWEST_FIRST;
    return shards.readShard(
        shard,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            int at = 1;
            select.setString(at++, tenant);
            select.setString(at++, customerId);
            if (after != null) {
              LocalDateTime created = UtcTime.of(after.createdAt());
              select.setObject(at++, created);
              select.setObject(at++, created);
              select.setBytes(at++, after.orderId().toBytes());
            }
            select.setInt(at, limit);
            return all(select, LISTED::read);
          }
        });
  }

  @Override
  public OrderPage search(OrderSearch wanted, int limit, @Nullable OrderCursor after) {
    return search.page(wanted, limit, after);
  }

  /** Turns the row that a result stands at into a value. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> ofOrders(
      int shard, String select, List<RoutedId> orderIds, Reader<T> reader) {
    int places = places(orderIds.size());
    String sql = select + "(?" + ",?".repeat(places - 1) + ")";
    return shards.readShard(
        shard,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < places; i++) {
              RoutedId id = orderIds.get(Math.min(i, orderIds.size() - 1));
              statement.setBytes(i + 1, id.toBytes());
            }
            return all(statement, reader);
          }
        });
  }

  /** Powers of two, the rest filled with the last id: few statements to parse and to keep. */
  private static int places(int ids) {
    return ids <= 1 ? 1 : Integer.highestOneBit(ids - 1) << 1;
  }

  static <T> List<T> all(PreparedStatement select, Reader<T> reader) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(reader.read(row));
      }
    }
    return found;
  }
}
