package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.adapter.codec.ProductMessages;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.schemas.tables.ProductsTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Products in the shard of their SKU's stock. */
public final class MysqlProductRows implements ProductRows {
  private static final String SELECT =
      "SELECT "
          + ProductsTable.TABLE.columns()
          + " FROM products WHERE slot = ? AND tenant = ? AND sku = ?";
  private static final String SELECT_FOR_UPDATE = SELECT + " FOR UPDATE";
  private static final String INSERT = ProductsTable.TABLE.insert(1);

  private static final String COUNT = "SELECT COUNT(*) FROM products WHERE tenant = ?";

  /** Of a row that is there, and locked. */
  private static final String UPDATE =
      INSERT
          + " ON DUPLICATE KEY UPDATE "
          + ProductsTable.TABLE.assign(
              column -> "VALUES(" + column + ")", "tenant", "sku", "slot", "created_at");

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
  public Optional<Product> find(ProductKey key) {
    return shards.read(key.slot(), connection -> select(connection, SELECT, key));
  }

  @Override
  public ProductChange change(ProductKey key, Function<Optional<Product>, ProductChange> decision) {
    for (int attempt = 1; ; attempt++) {
      try {
        return shards.inTransaction(key.slot(), connection -> change(connection, key, decision));
      } catch (TimeoutException | RuntimeException e) {
        if (attempt == ATTEMPTS || !isRace(e)) {
          throw told(e);
        }
      }
    }
  }

  /** A tenant's products on all shards; fails with {@link ReadException}. */
  public long stored(String tenant) {
    long stored = 0;
    for (int shard = 0; shard < shards.count(); shard++) {
      stored += shards.readShard(shard, connection -> count(connection, tenant));
    }
    return stored;
  }

  private static long count(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setString(1, tenant);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static ProductChange change(
      Connection connection, ProductKey key, Function<Optional<Product>, ProductChange> decision)
      throws SQLException {
    ProductChange change = decision.apply(select(connection, SELECT_FOR_UPDATE, key));
    switch (change) {
      case ProductChange.Created(Product product) -> write(connection, INSERT, product);
      case ProductChange.Replaced(Product product) -> write(connection, UPDATE, product);
      case ProductChange.Unchanged _, ProductChange.Refused _, ProductChange.Full _ -> {}
    }
    return change;
  }

  private static boolean isRace(Throwable failure) {
    for (Throwable link : Failures.chain(failure)) {
      if (link instanceof SQLException sql
          && (sql.getErrorCode() == DUPLICATE_KEY || sql.getErrorCode() == DEADLOCK)) {
        return true;
      }
    }
    return false;
  }

  private RuntimeException told(Exception failure) {
    if (failure instanceof OutcomeUnknownException || failure instanceof TimeoutException) {
      return new WriteException(
          WriteException.Kind.OUTCOME_UNKNOWN, "the shard did not answer in time", failure);
    }
    // Of a row that MySQL refuses nobody should hear that it may be tried again.
    if (failure instanceof ReadException && failures.classify(failure) != FailureKind.POISON) {
      return new WriteException(
          WriteException.Kind.UNAVAILABLE, String.valueOf(failure.getMessage()), failure);
    }
    return (RuntimeException) failure;
  }

  private static Optional<Product> select(Connection connection, String sql, ProductKey key)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, key.slot());
      select.setString(2, key.tenant());
      select.setString(3, key.sku());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(ProductMessages.product(ProductsTable.TABLE.read(row)))
            : Optional.empty();
      }
    }
  }

  private static void write(Connection connection, String sql, Product product)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      ProductsTable.TABLE.bind(write, 1, ProductMessages.message(product));
      write.executeUpdate();
    }
  }
}
