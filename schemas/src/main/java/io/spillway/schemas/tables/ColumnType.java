package io.spillway.schemas.tables;

import com.google.common.hash.Hasher;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/**
 * How values of one type are read from a row, bound to a statement and added to a content hash.
 *
 * @param <V> the type in messages
 */
record ColumnType<V>(Read<V> read, Bind<V> bind, BiConsumer<Hasher, V> hash) {
  static final ColumnType<String> TEXT =
      new ColumnType<>(ColumnReader::text, PreparedStatement::setString, ContentHash::add);

  static final ColumnType<String> JSON =
      new ColumnType<>(
          ColumnReader::json,
          PreparedStatement::setString,
          (hash, json) -> ContentHash.add(hash, CanonicalJson.of(json)));

  /** 16 bytes, of which messages have the text form. */
  static final ColumnType<String> ID =
      new ColumnType<>(
          ColumnReader::id,
          (to, parameter, id) -> to.setBytes(parameter, RoutedId.parse(id).toBytes()),
          ContentHash::add);

  /** A whole number of 64 bits. */
  static final ColumnType<Long> NUMBER =
      new ColumnType<>(ColumnReader::number, PreparedStatement::setLong, Hasher::putLong);

  /** A whole number of 32 bits. */
  static final ColumnType<Integer> COUNT =
      new ColumnType<>(ColumnReader::count, PreparedStatement::setInt, Hasher::putInt);

  /** A time in UTC, milliseconds at most. */
  static final ColumnType<Timestamp> TIME =
      new ColumnType<>(
          ColumnReader::time,
          (to, parameter, time) -> to.setObject(parameter, UtcTime.of(Times.instant(time))),
          (hash, time) -> hash.putLong(time.getSeconds()).putInt(time.getNanos()));

  interface Read<V> {
    <X extends Exception> V of(ColumnReader<X> row, String column) throws X;
  }

  interface Bind<V> {
    void to(PreparedStatement statement, int parameter, V value) throws SQLException;
  }
}
