package io.spillway.schemas.tables;

import com.google.common.hash.Hasher;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One column: its name, its type, and the field that holds it in the row's message.
 *
 * @param <R> the row's message
 * @param <B> its builder
 * @param <V> the field's value
 * @param nullable whether the column can be null, or missing in a row that is older than it: then
 *     the field is not set
 * @param has whether the row has a value; without one the column is bound to null
 */
record Column<R, B, V>(
    String name,
    ColumnType<V> type,
    Function<R, V> get,
    BiConsumer<B, V> set,
    boolean nullable,
    Predicate<R> has,
    Hashing hashing) {
  /** What a content hash takes of the column. */
  enum Hashing {
    /** The field, which is its default where the column is null. */
    VALUE,
    /** Whether the field is set, then the field. */
    PRESENCE_AND_VALUE,
    /**
     * The name and the field where it is set, for the table was there before the column, and
     * documents hold hashes of rows without it.
     */
    VALUE_IF_PRESENT
  }

  static <R, B, V> Column<R, B, V> required(
      String name, ColumnType<V> type, Function<R, V> get, BiConsumer<B, V> set) {
    return new Column<>(name, type, get, set, false, _ -> true, Hashing.VALUE);
  }

  Column<R, B, V> nullUnless(Predicate<R> present, Hashing hashed) {
    return new Column<>(name, type, get, set, true, present, hashed);
  }

  <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
    if (!nullable || !from.isNull(name)) {
      set.accept(row, type.read().of(from, name));
    }
  }

  void bind(PreparedStatement to, int parameter, R row) throws SQLException {
    if (has.test(row)) {
      type.bind().to(to, parameter, get.apply(row));
    } else {
      to.setObject(parameter, null);
    }
  }

  void hash(R row, Hasher hash) {
    boolean present = has.test(row);
    switch (hashing) {
      case VALUE -> {}
      case PRESENCE_AND_VALUE -> hash.putBoolean(present);
      case VALUE_IF_PRESENT -> {
        if (!present) {
          return;
        }
        ContentHash.add(hash, name);
      }
    }
    type.hash().accept(hash, get.apply(row));
  }
}
