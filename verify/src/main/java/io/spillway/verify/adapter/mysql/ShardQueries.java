package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Asks each shard by itself, over plain JDBC: what proves the services right must not share their
 * way to the data. Rows stream in, so that neither side holds them all. Every call opens its
 * connection, so a server may come and go. Thread-safe.
 */
public final class ShardQueries {
  private static final int KEYS_PER_QUERY = 1_000;

  /** Sums over a large shard take longer than any statement of a service may. */
  private static final int NETWORK_TIMEOUT_MILLIS = 300_000;

  private final Backends backends;

  public ShardQueries(Backends backends) {
    this.backends = backends;
  }

  @FunctionalInterface
  public interface RowSink {
    void take(ResultSet row) throws SQLException;
  }

  /** A connection as the services' account; for the caller to close. */
  public static Connection connect(Backends backends, Backends.Shard shard) throws SQLException {
    return DriverManager.getConnection(
        BackendConfigs.jdbcUrl(backends, shard), backends.user(), backends.password());
  }

  /** Hands on what every shard answers. */
  public void all(String sql, List<?> values, RowSink sink) throws UnavailableException {
    for (Backends.Shard shard : backends.shards()) {
      one(shard.number(), sql, values, sink);
    }
  }

  /** Hands on what one shard answers. */
  void one(int shard, String sql, List<?> values, RowSink sink) throws UnavailableException {
    run(
        shard,
        connection -> {
          connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
          read(connection, sql, values, sink);
        });
  }

  /**
   * Hands on the rows of some keys, each from its shard.
   *
   * @param sql ends with {@code IN}
   * @param values of one key
   */
  <K> void byKeys(
      String sql,
      Collection<K> keys,
      ToIntFunction<K> slot,
      Function<K, List<Object>> values,
      RowSink sink)
      throws UnavailableException {
    Map<Integer, List<K>> byShard = new HashMap<>();
    for (K key : keys) {
      byShard.computeIfAbsent(shardOf(slot.applyAsInt(key)), _ -> new ArrayList<>()).add(key);
    }
    for (Map.Entry<Integer, List<K>> own : byShard.entrySet()) {
      List<K> all = own.getValue();
      run(
          own.getKey(),
          connection -> {
            for (int from = 0; from < all.size(); from += KEYS_PER_QUERY) {
              List<K> some = all.subList(from, Math.min(all.size(), from + KEYS_PER_QUERY));
              String key = "(?" + ", ?".repeat(values.apply(some.getFirst()).size() - 1) + ")";
              String in = sql + " (" + key + (", " + key).repeat(some.size() - 1) + ")";
              read(
                  connection,
                  in,
                  some.stream().flatMap(k -> values.apply(k).stream()).toList(),
                  sink);
            }
          });
    }
  }

  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  void run(int shard, Work work) throws UnavailableException {
    try (Connection connection = connect(backends, backends.shards().get(shard))) {
      work.on(connection);
    } catch (SQLException e) {
      throw new UnavailableException(
          "shard " + shard + " does not answer (" + e.getMessage() + ")", e);
    }
  }

  int shardOf(int slot) {
    return SlotMap.shard(slot, backends.shards().size());
  }

  private static void read(Connection connection, String sql, List<?> values, RowSink sink)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // Asks the driver for row by row; it would read the whole answer first otherwise.
      select.setFetchSize(Integer.MIN_VALUE);
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          sink.take(rows);
        }
      }
    }
  }
}
