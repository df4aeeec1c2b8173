package io.spillway.cdc.core;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a row's columns by type; a column that is missing or of another type is named. */
final class RowColumns {
  private static final int ID_BYTES = 16;

  private final ChangedRow row;

  RowColumns(ChangedRow row) {
    this.row = row;
  }

  String text(String column) throws UnmappableRowException {
    return requireType(column, required(column), String.class);
  }

  /** Empty when the column is null. */
  String textOrEmpty(String column) throws UnmappableRowException {
    Object value = row.value(column);
    return value == null ? "" : requireType(column, value, String.class);
  }

  /** A JSON document without insignificant white space: snapshots carry some, binlogs do not. */
  String json(String column) throws UnmappableRowException {
    return JsonCompaction.compact(text(column));
  }

  /** As {@link #json}; empty when the column is null. */
  String jsonOrEmpty(String column) throws UnmappableRowException {
    return row.value(column) == null ? "" : json(column);
  }

  long number(String column) throws UnmappableRowException {
    return requireType(column, required(column), Number.class).longValue();
  }

  /** 0 when the column is null or the row is older than the column. */
  long numberOrZero(String column) throws UnmappableRowException {
    return row.value(column) == null ? 0 : number(column);
  }

  /** Whether the row has such a column and it is not null. */
  boolean has(String column) {
    return row.value(column) != null;
  }

  int count(String column) throws UnmappableRowException {
    long value = number(column);
    if (value != (int) value) {
      throw new UnmappableRowException("column " + column + " = " + value + " is no 32-bit number");
    }
    return (int) value;
  }

  Timestamp time(String column) throws UnmappableRowException {
    return time(column, required(column));
  }

  /** Null when the column is null. */
  @Nullable Timestamp timeOrNull(String column) throws UnmappableRowException {
    Object value = row.value(column);
    return value == null ? null : time(column, value);
  }

  /** An id of BINARY(16); binlogs leave its trailing zero bytes out. */
  String id(String column) throws UnmappableRowException {
    byte[] bytes = requireType(column, required(column), byte[].class);
    if (bytes.length > ID_BYTES) {
      throw new UnmappableRowException("column " + column + " has " + bytes.length + " bytes");
    }
    try {
      return RoutedId.ofBytes(Arrays.copyOf(bytes, ID_BYTES)).toString();
    } catch (IllegalArgumentException e) {
      throw new UnmappableRowException("column " + column + ": " + e.getMessage());
    }
  }

  // DATETIME(3) has no zone; the services write UTC, and it arrives as milliseconds of that.
  private static Timestamp time(String column, Object value) throws UnmappableRowException {
    long millis = requireType(column, value, Long.class);
    return Times.timestamp(Instant.ofEpochMilli(millis));
  }

  private Object required(String column) throws UnmappableRowException {
    Object value = row.value(column);
    if (value == null) {
      throw new UnmappableRowException("column " + column + " has no value");
    }
    return value;
  }

  private static <T> T requireType(String column, Object value, Class<T> type)
      throws UnmappableRowException {
    if (!type.isInstance(value)) {
      throw new UnmappableRowException(
          "column "
              + column
              + " is a "
              + value.getClass().getSimpleName()
              + ", not a "
              + type.getSimpleName());
    }
    return type.cast(value);
  }
}
