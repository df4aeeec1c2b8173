package io.spillway.cdc.core;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.ColumnReader;
import java.time.Instant;
import java.util.Arrays;

/** Reads a row's columns by type; a column that is missing or of another type is named. */
record RowColumns(ChangedRow row) implements ColumnReader<UnmappableRowException> {
  private static final int ID_BYTES = 16;

  @Override
  public String text(String column) throws UnmappableRowException {
    return required(column, String.class);
  }

  /** A JSON document without insignificant white space: snapshots carry some, binlogs do not. */
  @Override
  public String json(String column) throws UnmappableRowException {
    return JsonCompaction.compact(text(column));
  }

  @Override
  public long number(String column) throws UnmappableRowException {
    return required(column, Number.class).longValue();
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
    long millis = required(column, Long.class);
    return Times.timestamp(Instant.ofEpochMilli(millis));
  }

  /** An id of BINARY(16); binlogs leave its trailing zero bytes out. */
  @Override
  public String id(String column) throws UnmappableRowException {
    byte[] bytes = required(column, byte[].class);
    if (bytes.length > ID_BYTES) {
      throw new UnmappableRowException("column " + column + " has " + bytes.length + " bytes");
    }
    try {
      return RoutedId.ofBytes(Arrays.copyOf(bytes, ID_BYTES)).toString();
    } catch (IllegalArgumentException e) {
      throw new UnmappableRowException("column " + column + ": " + e.getMessage());
    }
  }

  private <T> T required(String column, Class<T> type) throws UnmappableRowException {
    Object value = row.value(column);
    if (value == null) {
      throw new UnmappableRowException("column " + column + " has no value");
    }
    if (!type.isInstance(value)) {
      String actual = value.getClass().getSimpleName();
      throw new UnmappableRowException(
          "column " + column + " is a " + actual + ", not a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
