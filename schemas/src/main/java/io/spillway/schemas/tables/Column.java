package io.spillway.schemas.tables;

import com.google.common.hash.Hasher;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * One column: its name, its kind, and the field that holds it in the row's message.
 *
 * @param <R> the row's message
 * @param <B> its builder
 */
sealed interface Column<R, B> {
  /** As results name it. */
  String name();

  /** Sets the field from the column. */
  <X extends Exception> void read(ColumnReader<X> from, B row) throws X;

  /** Sets a statement's parameter from the field. */
  void bind(PreparedStatement to, int parameter, R row) throws SQLException;

  /** Adds the field to the row's content hash. */
  void hash(R row, Hasher hash);

  /** How a text is told. */
  enum Form {
    TEXT,
    JSON,
    ID
  }

  /** A text; when it may be null, null is the empty text. */
  record Text<R, B>(
      String name, Form form, boolean nullable, Function<R, String> get, BiConsumer<B, String> set)
      implements Column<R, B> {
    @Override
    public <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
      if (!nullable || !from.isNull(name)) {
        set.accept(
            row,
            switch (form) {
              case TEXT -> from.text(name);
              case JSON -> from.json(name);
              case ID -> from.id(name);
            });
      }
    }

    @Override
    public void bind(PreparedStatement to, int parameter, R row) throws SQLException {
      String text = get.apply(row);
      if (form == Form.ID) {
        to.setBytes(parameter, RoutedId.parse(text).toBytes());
      } else {
        to.setString(parameter, nullable && text.isEmpty() ? null : text);
      }
    }

    @Override
    public void hash(R row, Hasher hash) {
      String text = get.apply(row);
      ContentHash.add(hash, form == Form.JSON ? CanonicalJson.of(text) : text);
    }
  }

  /** A whole number of 64 bits; 0 in a row that is older than the column. */
  record Number<R, B>(String name, boolean nullable, ToLongFunction<R> get, ObjLongConsumer<B> set)
      implements Column<R, B> {
    @Override
    public <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
      if (!nullable || !from.isNull(name)) {
        set.accept(row, from.number(name));
      }
    }

    @Override
    public void bind(PreparedStatement to, int parameter, R row) throws SQLException {
      to.setLong(parameter, get.applyAsLong(row));
    }

    @Override
    public void hash(R row, Hasher hash) {
      hash.putLong(get.applyAsLong(row));
    }
  }

  /** A whole number of 32 bits. */
  record Count<R, B>(String name, ToIntFunction<R> get, ObjIntConsumer<B> set)
      implements Column<R, B> {
    @Override
    public <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
      set.accept(row, from.count(name));
    }

    @Override
    public void bind(PreparedStatement to, int parameter, R row) throws SQLException {
      to.setInt(parameter, get.applyAsInt(row));
    }

    @Override
    public void hash(R row, Hasher hash) {
      hash.putInt(get.applyAsInt(row));
    }
  }

  /** A time in UTC, milliseconds at most. */
  record Time<R, B>(String name, Function<R, Timestamp> get, BiConsumer<B, Timestamp> set)
      implements Column<R, B> {
    @Override
    public <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
      set.accept(row, from.time(name));
    }

    @Override
    public void bind(PreparedStatement to, int parameter, R row) throws SQLException {
      to.setObject(parameter, UtcTime.of(Times.instant(get.apply(row))));
    }

    @Override
    public void hash(R row, Hasher hash) {
      Timestamp time = get.apply(row);
      hash.putLong(time.getSeconds()).putInt(time.getNanos());
    }
  }

  /**
   * A column that may be null, of a field that tells whether it is set.
   *
   * @param added whether the table was there before, and documents hold hashes of rows without it:
   *     then it is hashed only where it is set
   */
  record Optional<R, B>(Column<R, B> column, Predicate<R> has, boolean added)
      implements Column<R, B> {
    @Override
    public String name() {
      return column.name();
    }

    @Override
    public <X extends Exception> void read(ColumnReader<X> from, B row) throws X {
      if (!from.isNull(name())) {
        column.read(from, row);
      }
    }

    @Override
    public void bind(PreparedStatement to, int parameter, R row) throws SQLException {
      if (has.test(row)) {
        column.bind(to, parameter, row);
      } else {
        to.setObject(parameter, null);
      }
    }

    @Override
    public void hash(R row, Hasher hash) {
      boolean set = has.test(row);
      if (!added) {
        hash.putBoolean(set);
        column.hash(row, hash);
      } else if (set) {
        ContentHash.add(hash, name());
        column.hash(row, hash);
      }
    }
  }
}
