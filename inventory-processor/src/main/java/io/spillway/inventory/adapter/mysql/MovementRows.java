package io.spillway.inventory.adapter.mysql;

import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockKey;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.UtcTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code stock_movement}, within a transaction of the caller's. */
final class MovementRows {
  private static final RepeatedSql SELECT =
      new RepeatedSql(
          "SELECT "
              + MovementTable.TABLE.columns()
              + " FROM stock_movement FORCE INDEX (PRIMARY) WHERE ref IN (",
          "?",
          ")");
  private static final RepeatedSql INSERT =
      new RepeatedSql(MovementTable.TABLE.insertInto(), MovementTable.TABLE.row(), "");

  private MovementRows() {}

  static Map<MovementKey, Movement> select(Connection connection, Collection<RoutedId> refs)
      throws SQLException {
    Map<MovementKey, Movement> movements = new HashMap<>();
    List<RoutedId> all = new ArrayList<>(refs);
    all.sort(Comparator.comparing(RoutedId::uuid));
    for (int from = 0; from < all.size(); ) {
      List<RoutedId> part = all.subList(from, Math.min(all.size(), from + RepeatedSql.MAX_ROWS));
      int length = RepeatedSql.padded(part.size());
      try (PreparedStatement select = connection.prepareStatement(SELECT.text(length))) {
        for (int i = 0; i < length; i++) {
          select.setBytes(i + 1, part.get(Math.min(i, part.size() - 1)).toBytes());
        }
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            Movement movement = movement(rows);
            movements.put(movement.key(), movement);
          }
        }
      }
      from += part.size();
    }
    return movements;
  }

  /** Throws SQLException 1062 when one of them exists. */
  static void insert(Connection connection, List<Movement> movements) throws SQLException {
    SqlTime time = new SqlTime();
    for (int from = 0; from < movements.size(); ) {
      int rows = RepeatedSql.filled(movements.size() - from);
      try (PreparedStatement insert = connection.prepareStatement(INSERT.text(rows))) {
        int parameter = 1;
        for (Movement movement : movements.subList(from, from + rows)) {
          parameter = bind(insert, parameter, movement, time.text(movement.at()));
        }
        insert.executeUpdate();
      }
      from += rows;
    }
  }

  /** Binds the table's columns by hand, since there are so many movements. */
  private static int bind(PreparedStatement insert, int first, Movement movement, String at)
      throws SQLException {
    int i = first;
    insert.setBytes(i++, movement.key().ref().toBytes());
    insert.setInt(i++, movement.key().line());
    insert.setInt(i++, movement.key().kind().code());
    insert.setInt(i++, movement.stock().slot());
    insert.setString(i++, movement.stock().tenant());
    insert.setString(i++, movement.stock().sku());
    insert.setInt(i++, movement.quantity());
    insert.setInt(i++, movement.outcome().code());
    insert.setInt(i++, movement.availableAfter());
    insert.setInt(i++, movement.reservedAfter());
    if (movement.reference() == null) {
      insert.setNull(i++, Types.VARCHAR);
    } else {
      insert.setString(i++, movement.reference());
    }
    insert.setString(i++, at);
    return i;
  }

  private static Movement movement(ResultSet row) throws SQLException {
    MovementKey key =
        new MovementKey(
            RoutedId.ofBytes(row.getBytes(1)), row.getInt(2), MovementKind.of(row.getInt(3)));
    return new Movement(
        key,
        new StockKey(row.getString(5), row.getString(6)),
        row.getInt(7),
        MovementOutcome.of(row.getInt(8)),
        row.getInt(9),
        row.getInt(10),
        row.getString(11),
        UtcTime.read(row, 12));
  }
}
