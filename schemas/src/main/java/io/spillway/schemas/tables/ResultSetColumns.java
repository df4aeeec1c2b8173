package io.spillway.schemas.tables;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The columns of a result's current row. */
record ResultSetColumns(ResultSet row) implements ColumnReader<SQLException> {
  @Override
  public boolean isNull(String column) throws SQLException {
    return row.getObject(column) == null;
  }

  @Override
  public String text(String column) throws SQLException {
    return row.getString(column);
  }

  @Override
  public String id(String column) throws SQLException {
    return RoutedId.ofBytes(row.getBytes(column)).toString();
  }

  @Override
  public long number(String column) throws SQLException {
    return row.getLong(column);
  }

  @Override
  public int count(String column) throws SQLException {
    return row.getInt(column);
  }

  @Override
  public Timestamp time(String column) throws SQLException {
    return Times.timestamp(UtcTime.read(row, column));
  }
}
