package io.spillway.cli;

import io.spillway.reports.core.Window;
import io.spillway.stack.core.Backends;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query answers on all shards together. */
final class ShardRows {
  private final Backends backends;

  ShardRows(Backends backends) {
    this.backends = backends;
  }

  /** Texts, whole numbers and instants; a figure may be null. */
  record Row(List<Object> keys, List<@Nullable Object> figures) {
    List<Object> outerKeys() {
      return keys.subList(0, keys.size() - 1);
    }

    long firstNumber() {
      return (Long) figures.getFirst();
    }

    /** As a panel's answer is told. */
    String text() {
      StringBuilder text = new StringBuilder();
      keys.forEach(key -> text.append(key).append(" | "));
      for (Object figure : figures) {
        Object told = figure instanceof Instant time ? time.toEpochMilli() : figure;
        text.append(told == null ? "" : told).append(" ; ");
      }
      return text.toString();
    }

    /** Of a group that lies on several shards: the latest of its times, the sums of its numbers. */
    private Row and(Row other) {
      List<@Nullable Object> both = new ArrayList<>();
      for (int i = 0; i < figures.size(); i++) {
        both.add(merge(figures.get(i), other.figures.get(i)));
      }
      return new Row(keys, both);
    }

    private static @Nullable Object merge(@Nullable Object one, @Nullable Object other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one instanceof Instant time && other instanceof Instant later
          ? (later.isAfter(time) ? later : time)
          : (Object) ((Long) one + (Long) other);
    }
  }

  /** One row for each group. */
  Collection<Row> merged(PanelSql sql, Window window, Instant now) throws SQLException {
    Map<List<Object>, Row> groups = new LinkedHashMap<>();
    all(sql, window, now).forEach(row -> groups.merge(row.keys(), row, Row::and));
    return groups.values();
  }

  /** The rows of all shards. */
  List<Row> all(PanelSql sql, Window window, Instant now) throws SQLException {
    List<Row> found = new ArrayList<>();
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          Statement statement = connection.createStatement()) {
        statement.execute(sql.text(window, now));
        ResultSet rows = statement.getResultSet();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<@Nullable Object> cells = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            cells.add(cell(rows.getObject(i)));
          }
          found.add(new Row(cells.subList(0, sql.keys()), cells.subList(sql.keys(), columns)));
        }
      }
    }
    return found;
  }

  /** A DATETIME has no zone: the services write UTC. */
  private static @Nullable Object cell(@Nullable Object value) {
    return switch (value) {
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case Number number -> number.longValue();
      case null -> null;
      default -> value.toString();
    };
  }
}
