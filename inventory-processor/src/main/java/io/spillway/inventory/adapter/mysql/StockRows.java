package io.spillway.inventory.adapter.mysql;

import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.schemas.tables.StockTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code stock}, within a transaction of the caller's. */
final class StockRows {
  // One tenant at a time, for a list of texts that come again. By key, because a scan would lock
  // each row it passes, and MySQL prefers one for a long list over a small table.
  private static final RepeatedSql LOCK =
      new RepeatedSql(
          "SELECT sku, available, reserved, version, low_stock_at FROM stock FORCE INDEX (PRIMARY)"
              + " WHERE tenant = ? AND sku IN (",
          "?",
          ") ORDER BY sku FOR UPDATE");
  private static final RepeatedSql INSERT =
      new RepeatedSql(StockTable.TABLE.insertInto(), StockTable.TABLE.row(), "");
  private static final RepeatedSql UPDATE =
      new RepeatedSql(
          StockTable.TABLE.insertInto(),
          StockTable.TABLE.row(),
          " ON DUPLICATE KEY UPDATE "
              + StockTable.TABLE.assign(
                  column -> "VALUES(" + column + ")", "tenant", "sku", "slot"));

  private StockRows() {}

  /** The rows that exist, locked in primary key order; {@code keys} must be in that order. */
  static Map<StockKey, StockLevel> lock(Connection connection, Collection<StockKey> keys)
      throws SQLException {
    Map<String, List<String>> skusByTenant = new TreeMap<>();
    for (StockKey key : keys) {
      skusByTenant.computeIfAbsent(key.tenant(), _ -> new ArrayList<>()).add(key.sku());
    }
    Map<StockKey, StockLevel> levels = new HashMap<>();
    for (Map.Entry<String, List<String>> tenant : skusByTenant.entrySet()) {
      List<String> skus = tenant.getValue();
      for (int from = 0; from < skus.size(); from += RepeatedSql.MAX_ROWS) {
        int to = Math.min(skus.size(), from + RepeatedSql.MAX_ROWS);
        lock(connection, tenant.getKey(), skus.subList(from, to), levels);
      }
    }
    return levels;
  }

  private static void lock(
      Connection connection, String tenant, List<String> skus, Map<StockKey, StockLevel> levels)
      throws SQLException {
    int length = RepeatedSql.padded(skus.size());
    try (PreparedStatement select = connection.prepareStatement(LOCK.text(length))) {
      select.setString(1, tenant);
      for (int i = 0; i < length; i++) {
        select.setString(i + 2, skus.get(Math.min(i, skus.size() - 1)));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          StockKey key = new StockKey(tenant, rows.getString(1));
          levels.put(key, level(key, rows));
        }
      }
    }
  }

  private static StockLevel level(StockKey key, ResultSet row) throws SQLException {
    int lowStockAt = row.getInt(5);
    boolean none = row.wasNull();
    return new StockLevel(
        key, row.getInt(2), row.getInt(3), row.getLong(4), none ? null : lowStockAt);
  }

  /**
   * Writes changed rows. A new row is a plain insert, which fails with 1062 when someone else has
   * just opened the SKU: there was no row to lock, and an upsert would overwrite theirs.
   */
  static void write(Connection connection, List<StockLevel> levels, Instant at)
      throws SQLException {
    String time = new SqlTime().text(at);
    insert(connection, levels.stream().filter(level -> level.version() == 1).toList(), time);
    update(connection, levels.stream().filter(level -> level.version() > 1).toList(), time);
  }

  private static void insert(Connection connection, List<StockLevel> levels, String at)
      throws SQLException {
    for (int from = 0; from < levels.size(); ) {
      int rows = RepeatedSql.filled(levels.size() - from);
      execute(connection, INSERT.text(rows), rows, levels.subList(from, from + rows), at);
      from += rows;
    }
  }

  /** The last row may be named several times: setting it to the same again changes nothing. */
  private static void update(Connection connection, List<StockLevel> levels, String at)
      throws SQLException {
    for (int from = 0; from < levels.size(); from += RepeatedSql.MAX_ROWS) {
      List<StockLevel> part =
          levels.subList(from, Math.min(levels.size(), from + RepeatedSql.MAX_ROWS));
      int rows = RepeatedSql.padded(part.size());
      execute(connection, UPDATE.text(rows), rows, part, at);
    }
  }

  /** Binds the table's columns by hand: this is the busiest statement of all. */
  private static void execute(
      Connection connection, String sql, int rows, List<StockLevel> levels, String at)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      int i = 1;
      for (int row = 0; row < rows; row++) {
        StockLevel level = levels.get(Math.min(row, levels.size() - 1));
        write.setString(i++, level.key().tenant());
        write.setString(i++, level.key().sku());
        write.setInt(i++, level.key().slot());
        write.setInt(i++, level.available());
        write.setInt(i++, level.reserved());
        write.setLong(i++, level.version());
        write.setString(i++, at);
        Integer lowStockAt = level.lowStockAt();
        if (lowStockAt == null) {
          write.setNull(i++, Types.INTEGER);
        } else {
          write.setInt(i++, lowStockAt);
        }
      }
      write.executeUpdate();
    }
  }
}
