package io.spillway.order.adapter.mysql;

import io.spillway.order.port.OrderRows;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.tables.OrdersTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Order rows on the MySQL shards: multi-row statements, one transaction a call. Thread-safe. */
public final class MysqlOrderRows implements OrderRows {
  /** Rows of a statement: few shapes, so that each is parsed once and found again. */
  private static final int MAX_ROWS = 256;

  /** Well under the smallest usual max_allowed_packet; one row always passes. */
  private static final int MAX_STATEMENT_BYTES = 4 << 20;

  private static final int FIXED_BYTES = 400;

  /** One order of locking for every writer. */
  private static final Comparator<OrderRow> BY_KEY = Comparator.comparing(OrderRow::getOrderId);

  /** By the number of rows. */
  private static final ConcurrentMap<Integer, String> UPSERTS = new ConcurrentHashMap<>();

  private final Shards shards;

  /** Rows over the given shards. */
  public MysqlOrderRows(Shards shards) {
    this.shards = shards;
  }

  @Override
  public void upsert(int shard, List<OrderEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    List<OrderRow> rows = events.stream().map(OrdersTable::row).sorted(BY_KEY).toList();
    List<List<OrderRow>> chunks = chunks(rows);
    shards.inTransaction(
        shard,
        connection -> {
          for (List<OrderRow> chunk : chunks) {
            write(connection, chunk);
          }
          return chunks.size();
        });
    Failpoints.reached(Failpoints.ORDER_STORE_AFTER_UPSERT);
  }

  /** Powers of two, each as large as rows and bytes allow. */
  static List<List<OrderRow>> chunks(List<OrderRow> rows) {
    List<List<OrderRow>> chunks = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int size = Math.min(MAX_ROWS, Integer.highestOneBit(rows.size() - from));
      while (size > 1 && bytes(rows.subList(from, from + size)) > MAX_STATEMENT_BYTES) {
        size /= 2;
      }
      chunks.add(rows.subList(from, from + size));
      from += size;
    }
    return chunks;
  }

  private static void write(Connection connection, List<OrderRow> rows) throws SQLException {
    String upsert = UPSERTS.computeIfAbsent(rows.size(), OrdersTable::upsert);
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      int next = 1;
      for (OrderRow row : rows) {
        next = OrdersTable.TABLE.bind(statement, next, row);
      }
      statement.executeUpdate();
    }
  }

  private static long bytes(List<OrderRow> rows) {
    return rows.stream().mapToLong(MysqlOrderRows::bytes).sum();
  }

  /** About how much of a statement a row takes. */
  static int bytes(OrderRow row) {
    int chars =
        row.getLinesJson().length()
            + row.getAttributesJson().length()
            + row.getReasonsJson().length()
            + row.getHistoryJson().length();
    // Up to three bytes a character, and quotes may be escaped.
    return FIXED_BYTES + 3 * chars;
  }
}
