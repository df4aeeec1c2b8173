package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.adapter.codec.AttributesJson;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.sql.UtcTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Products in the shard of their SKU's stock. */
public final class MysqlProductRows implements ProductRows {
  private static final String SELECT =
      "SELECT name, category, attributes, version, created_at, updated_at FROM products"
          + " WHERE slot = ? AND tenant = ? AND sku = ?";
  private static final String SELECT_FOR_UPDATE = SELECT + " FOR UPDATE";
  private static final String INSERT =
      "INSERT INTO products (name, category, attributes, version, updated_at, created_at, slot,"
          + " tenant, sku) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE products SET name = ?, category = ?, attributes = ?, version = ?, updated_at = ?"
          + " WHERE slot = ? AND tenant = ? AND sku = ?";

  /** A row that is not there cannot be locked: of two that insert it, one begins anew. */
  private static final int DUPLICATE_KEY = 1062;

  private static final int DEADLOCK = 1213;
  private static final int ATTEMPTS = 3;

  private final ShardCalls shards;
  private final HandlerFailures failures = new HandlerFailures();

  public MysqlProductRows(ShardCalls shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<Optional<Product>> find(ProductKey key) {
    return shards.read(key.slot(), connection -> select(connection, SELECT, key));
  }

  @Override
  public CompletionStage<ProductChange> change(
      ProductKey key, Function<Optional<Product>, ProductChange> decision) {
    return change(key, decision, 1);
  }

  private CompletionStage<ProductChange> change(
      ProductKey key, Function<Optional<Product>, ProductChange> decision, int attempt) {
    return shards
        .inTransaction(
            key.slot(),
            connection -> {
              ProductChange change = decision.apply(select(connection, SELECT_FOR_UPDATE, key));
              switch (change) {
                case ProductChange.Created(Product product) -> insert(connection, product);
                case ProductChange.Replaced(Product product) -> update(connection, product);
                case ProductChange.Unchanged _, ProductChange.Refused _ -> {}
              }
              return change;
            })
        .exceptionallyCompose(
            failure -> {
              if (attempt < ATTEMPTS && isRace(failure)) {
                return change(key, decision, attempt + 1);
              }
              throw new CompletionException(told(failure));
            });
  }

  private static boolean isRace(Throwable failure) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof SQLException sql
          && (sql.getErrorCode() == DUPLICATE_KEY || sql.getErrorCode() == DEADLOCK)) {
        return true;
      }
    }
    return false;
  }

  private Throwable told(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof OutcomeUnknownException || cause instanceof TimeoutException) {
      return new WriteException(
          WriteException.Kind.OUTCOME_UNKNOWN, "the shard did not answer in time", cause);
    }
    // Of a row that MySQL refuses nobody should hear that it may be tried again.
    return cause instanceof ReadException && failures.classify(cause) != FailureKind.POISON
        ? new WriteException(
            WriteException.Kind.UNAVAILABLE, String.valueOf(cause.getMessage()), cause)
        : cause;
  }

  private static Optional<Product> select(Connection connection, String sql, ProductKey key)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      key(select, 1, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(product(key, row)) : Optional.empty();
      }
    }
  }

  private static void insert(Connection connection, Product product) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      content(insert, product);
      insert.setObject(6, UtcTime.of(product.createdAt()));
      key(insert, 7, product.key());
      insert.executeUpdate();
    }
  }

  private static void update(Connection connection, Product product) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      content(update, product);
      key(update, 6, product.key());
      update.executeUpdate();
    }
  }

  private static void content(PreparedStatement statement, Product product) throws SQLException {
    ProductContent content = product.content();
    statement.setString(1, content.name());
    statement.setString(2, content.category().isEmpty() ? null : content.category());
    statement.setString(3, AttributesJson.text(content.attributes()));
    statement.setLong(4, product.version());
    statement.setObject(5, UtcTime.of(product.updatedAt()));
  }

  private static void key(PreparedStatement statement, int first, ProductKey key)
      throws SQLException {
    statement.setInt(first, key.slot());
    statement.setString(first + 1, key.tenant());
    statement.setString(first + 2, key.sku());
  }

  private static Product product(ProductKey key, ResultSet row) throws SQLException {
    String category = row.getString("category");
    return new Product(
        key,
        new ProductContent(
            row.getString("name"),
            category == null ? "" : category,
            AttributesJson.read(row.getString("attributes"))),
        row.getLong("version"),
        UtcTime.read(row, "created_at"),
        UtcTime.read(row, "updated_at"));
  }
}
