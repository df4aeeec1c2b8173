package io.spillway.schemas.tables;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Between instants and DATETIME(3) columns, which hold UTC, in a JVM of any zone. Reads timestamps:
 * the driver makes them in the connection's zone, UTC, while ShardingSphere makes a LocalDateTime
 * of a timestamp in the JVM's zone.
 */
public final class UtcTime {
  private UtcTime() {}

  public static Instant read(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  /** The time of a column that is never null, by its place from 1. */
  public static Instant read(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  /** What to bind for a column; cut to milliseconds, because MySQL would round. */
  public static LocalDateTime of(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }
}
