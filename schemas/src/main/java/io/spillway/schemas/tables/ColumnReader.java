package io.spillway.schemas.tables;

import com.google.protobuf.Timestamp;

/**
 * A row's columns by name, wherever the row comes from.
 *
 * @param <X> what a column that cannot be read throws
 */
public interface ColumnReader<X extends Exception> {
  /** Whether the column is null, or the row is older than the column. */
  boolean isNull(String column) throws X;

  String text(String column) throws X;

  /** A JSON document as text. */
  default String json(String column) throws X {
    return text(column);
  }

  /** An id of 16 bytes in its text form. */
  String id(String column) throws X;

  /** A whole number of 64 bits. */
  long number(String column) throws X;

  /** A whole number of 32 bits. */
  int count(String column) throws X;

  /** A DATETIME(3), which holds UTC. */
  Timestamp time(String column) throws X;
}
