package io.spillway.operate.adapter.mysql;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads every row of every table of every shard: what is text, JSON or bytes in it. */
public final class TableSearch implements CopySearch {
  private static final String STORE = "mysql";
  private static final String COLUMNS =
      "SELECT table_name, column_name, data_type FROM information_schema.columns"
          + " WHERE table_schema = ? ORDER BY table_name, ordinal_position";
  private static final Set<String> TEXTS =
      Set.of(
          "char",
          "varchar",
          "text",
          "mediumtext",
          "longtext",
          "tinytext",
          "json",
          "binary",
          "varbinary",
          "blob",
          "mediumblob",
          "longblob",
          "tinyblob");
  private static final int STATEMENT_MILLIS = 600_000;

  private final Backends backends;

  public TableSearch(Backends backends) {
    this.backends = backends;
  }

  @Override
  public List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException {
    List<SearchedPlace> places = new ArrayList<>();
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard)) {
        connection.setNetworkTimeout(Runnable::run, STATEMENT_MILLIS);
        for (Map.Entry<String, List<String>> table : tables(connection, shard).entrySet()) {
          places.add(search(connection, shard, table.getKey(), table.getValue(), texts));
        }
      } catch (SQLException e) {
        throw new UnavailableException(
            "shard " + shard.number() + " cannot be searched (" + e.getMessage() + ")", e);
      }
    }
    return places;
  }

  private static Map<String, List<String>> tables(Connection connection, Backends.Shard shard)
      throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, shard.schema());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (TEXTS.contains(row.getString(3))) {
            tables
                .computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                .add('`' + row.getString(2) + '`');
          }
        }
      }
    }
    return tables;
  }

  /** Row by row, so that neither side holds them all. */
  private static SearchedPlace search(
      Connection connection,
      Backends.Shard shard,
      String table,
      List<String> columns,
      ClearTexts texts)
      throws SQLException {
    long searched = 0;
    long found = 0;
    Set<String> what = new TreeSet<>();
    String sql = "SELECT " + String.join(", ", columns) + " FROM `" + table + '`';
    try (PreparedStatement select =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      select.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          searched++;
          Set<String> here = new TreeSet<>();
          for (int column = 1; column <= columns.size(); column++) {
            byte[] value = row.getBytes(column);
            if (value != null) {
              here.addAll(texts.in(value));
            }
          }
          if (!here.isEmpty()) {
            found++;
            what.addAll(here);
          }
        }
      }
    }
    return new SearchedPlace(
        STORE,
        "shard " + shard.number() + ' ' + table,
        searched,
        found,
        what,
        found == 0 ? "" : "rows",
        null);
  }
}
