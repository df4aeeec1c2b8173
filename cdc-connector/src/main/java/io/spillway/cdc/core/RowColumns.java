package io.spillway.cdc.core;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.ColumnReader;
import java.time.Instant;
import java.util.Arrays;

/** Reads a row's columns by type; a column that is missing or of another type is named. */
final class RowColumns implements ColumnReader<UnmappableRowException> {
  private static final int ID_BYTES = 16;

  private final ChangedRow row;

  RowColumns(ChangedRow row) {
    this.row = row;
  }

  @Override
  public String text(String column) throws UnmappableRowException {
    return requireType(column, required(column), String.class);
  }

  /** A JSON document without insignificant white space: snapshots carry some, binlogs do not. */
  @Override
  public String json(String column) throws UnmappableRowException {
    return JsonCompaction.compact(text(column));
  }

  @Override
  public long number(String column) throws UnmappableRowException {
    return requireType(column, required(column), Number.class).longValue();
  }

  @Override
  public boolean isNull(String column) {
    return row.value(column) == null;
  }

  @Override
  public int count(String column) throws UnmappableRowException {
    long value = number(column);
    if (value != (int) value) {
      throw new UnmappableRowException("column " + column + " = " + value + " is no 32-bit number");
    }
    return (int) value;
  }

  // DATETIME(3) has no zone; the services write UTC, and it arrives as milliseconds of that.
  @Override
  public Timestamp time(String column) throws UnmappableRowException {
    long millis = requireType(column, required(column), Long.class);
    return Times.timestamp(Instant.ofEpochMilli(millis));
  }

  /** An id of BINARY(16); binlogs leave its trailing zero bytes out. */
  @Override
  public String id(String column) throws UnmappableRowException {
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
