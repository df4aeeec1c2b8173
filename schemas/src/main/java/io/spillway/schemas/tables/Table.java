package io.spillway.schemas.tables;

import io.spillway.schemas.tables.Column.Hashing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table's one list of columns: what is selected, inserted, published and hashed, in this order.
 * Immutable and thread-safe.
 *
 * @param <R> the message of a row
 * @param <B> its builder
 */
public final class Table<R, B> {
  private static final String VERSION = "version";

  private final String name;
  private final Supplier<B> start;
  private final Function<B, R> build;
  private final List<Column<R, B, ?>> columns;

  private Table(
      String name, Supplier<B> start, Function<B, R> build, List<Column<R, B, ?>> columns) {
    this.name = name;
    this.start = start;
    this.build = build;
    this.columns = columns;
  }

  static <R, B> Table<R, B> named(String name, Supplier<B> start, Function<B, R> build) {
    return new Table<>(name, start, build, List.of());
  }

  /** The name in each shard's schema. */
  public String name() {
    return name;
  }

  /** All columns, to select or insert: {@code a, b, c}. */
  public String columns() {
    return names().collect(Collectors.joining(", "));
  }

  /** The same table without its JSON columns, which can be large. */
  public Table<R, B> withoutJson() {
    return new Table<>(
        name,
        start,
        build,
        columns.stream().filter(column -> !column.type().equals(ColumnType.JSON)).toList());
  }

  /** The beginning of an insert: {@code INSERT INTO t (a, b, c) VALUES }. */
  public String insertInto() {
    return "INSERT INTO " + name + " (" + columns() + ") VALUES ";
  }

  /** A row's parameters: {@code (?, ?, ?)}. */
  public String row() {
    return "(?" + ", ?".repeat(columns.size() - 1) + ")";
  }

  /** An insert of so many rows, bound one after the other. */
  public String insert(int rows) {
    return insertInto() + row() + (", " + row()).repeat(rows - 1);
  }

  /**
   * Assignments to all columns but some: {@code a = VALUE, b = VALUE}. MySQL assigns from left to
   * right, so {@code version}, which may guard the others, comes last.
   */
  public String assign(UnaryOperator<String> value, String... but) {
    Set<String> kept = Set.of(but);
    return Stream.concat(names().filter(column -> !column.equals(VERSION)), Stream.of(VERSION))
        .filter(column -> !kept.contains(column))
        .map(column -> column + " = " + value.apply(column))
        .collect(Collectors.joining(", "));
  }

  public <X extends Exception> R read(ColumnReader<X> from) throws X {
    B row = start.get();
    for (Column<R, B, ?> column : columns) {
      column.read(from, row);
    }
    return build.apply(row);
  }

  /** Reads a result's current row, which has all columns. */
  public R read(ResultSet row) throws SQLException {
    return read(new ResultSetColumns(row));
  }

  /** Sets one row's parameters and answers the next free one. */
  public int bind(PreparedStatement statement, int first, R row) throws SQLException {
    int parameter = first;
    for (Column<R, B, ?> column : columns) {
      column.bind(statement, parameter++, row);
    }
    return parameter;
  }

  String contentHash(R row) {
    return ContentHash.of(name, hash -> columns.forEach(column -> column.hash(row, hash)));
  }

  /** The same table with one more column, which every row has. */
  <V> Table<R, B> column(
      String column, ColumnType<V> type, Function<R, V> get, BiConsumer<B, V> set) {
    return with(Column.required(column, type, get, set));
  }

  /** The same with a column that is null where the field is empty. */
  Table<R, B> columnOrNull(
      String column, ColumnType<String> type, Function<R, String> get, BiConsumer<B, String> set) {
    return column(column, type, get, set)
        .nullUnless(row -> !get.apply(row).isEmpty(), Hashing.VALUE);
  }

  /** The last column is missing in rows that are older than it, and its field's default then. */
  Table<R, B> orDefault() {
    return nullUnless(_ -> true, Hashing.VALUE);
  }

  /** The last column may be null, and is where the field is not set. */
  Table<R, B> orNull(Predicate<R> has) {
    return nullUnless(has, Hashing.PRESENCE_AND_VALUE);
  }

  /**
   * The last column came to a table that had rows, and is null where the field is not set. The
   * hashes of rows that do not have it stay what they were.
   */
  Table<R, B> added(Predicate<R> has) {
    return nullUnless(has, Hashing.VALUE_IF_PRESENT);
  }

  private Table<R, B> nullUnless(Predicate<R> has, Hashing hashing) {
    return new Table<>(name, start, build, columns.subList(0, columns.size() - 1))
        .with(columns.getLast().nullUnless(has, hashing));
  }

  private Table<R, B> with(Column<R, B, ?> column) {
    return new Table<>(
        name, start, build, Stream.concat(columns.stream(), Stream.of(column)).toList());
  }

  /** {@code lines} is a word of MySQL's. */
  private Stream<String> names() {
    return columns.stream()
        .map(column -> column.name().equals("lines") ? "`lines`" : column.name());
  }
}
