package io.spillway.runtime.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.infra.hint.HintManager;
import org.apache.shardingsphere.sharding.api.config.ShardingRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.rule.ShardingTableRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.strategy.sharding.StandardShardingStrategyConfiguration;

/**
 * The MySQL shards behind one ShardingSphere data source, each with a HikariCP pool of its own.
 * Thread-safe.
 */
public final class Shards implements AutoCloseable {
  private static final List<String> TABLES = List.of("orders", "stock", "stock_movement");

  private final DataSource routed;
  private final List<HikariDataSource> pools;

  private Shards(DataSource routed, List<HikariDataSource> pools) {
    this.routed = routed;
    this.pools = pools;
  }

  /**
   * Opens the pools and reads the tables' metadata.
   *
   * @throws SQLException when a shard cannot be reached or has no tables
   */
  public static Shards open(MysqlConfig mysql, MeterRegistry metrics) throws SQLException {
    Map<String, DataSource> sources = new LinkedHashMap<>();
    List<HikariDataSource> pools =
        java.util.stream.IntStream.range(0, mysql.shards().size())
            .mapToObj(shard -> pool(mysql, shard, metrics))
            .toList();
    pools.forEach(pool -> sources.put(pool.getPoolName(), pool));
    try {
      DataSource routed =
          ShardingSphereDataSourceFactory.createDataSource(
              "spillway", sources, List.of(rule(pools.size())), properties());
      return new Shards(routed, pools);
    } catch (SQLException | RuntimeException e) {
      pools.forEach(HikariDataSource::close);
      throw e;
    }
  }

  /** How many shards there are. */
  public int count() {
    return pools.size();
  }

  /** The data source that routes by {@code slot}, which every statement must carry. */
  public DataSource routed() {
    return routed;
  }

  /**
   * Runs statements in one READ COMMITTED transaction on one shard.
   *
   * @throws OutcomeUnknownException when the commit was sent and no answer came
   */
  public <T> T inTransaction(int shard, SqlWork<T> work) throws SQLException {
    try (HintManager hint = HintManager.getInstance()) {
      hint.setDataSourceName(dataSourceName(shard));
      try (Connection connection = routed.getConnection()) {
        connection.setAutoCommit(false);
        T result;
        try {
          result = work.run(connection);
        } catch (SQLException | RuntimeException e) {
          rollback(connection, e);
          throw e;
        }
        commit(connection, shard);
        return result;
      }
    }
  }

  /** Runs statements on one shard, each its own transaction; meant for reads. */
  public <T> T read(int shard, SqlWork<T> work) throws SQLException {
    try (HintManager hint = HintManager.getInstance()) {
      hint.setDataSourceName(dataSourceName(shard));
      try (Connection connection = routed.getConnection()) {
        return work.run(connection);
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (routed instanceof AutoCloseable closeable) {
      closeable.close();
    }
    pools.forEach(HikariDataSource::close);
  }

  static String dataSourceName(int shard) {
    return "shard_" + shard;
  }

  private static void commit(Connection connection, int shard) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new OutcomeUnknownException("the commit on shard " + shard + " was not answered", e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static HikariDataSource pool(MysqlConfig mysql, int shard, MeterRegistry metrics) {
    ShardAddress address = mysql.shards().get(shard);
    HikariConfig config = new HikariConfig();
    config.setPoolName(dataSourceName(shard));
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(mysql.user());
    config.setPassword(mysql.password());
    config.setMaximumPoolSize(mysql.poolSize());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(3_000);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMetricRegistry(metrics);
    return new HikariDataSource(config);
  }

  private static ShardingRuleConfiguration rule(int shards) {
    ShardingRuleConfiguration rule = new ShardingRuleConfiguration();
    for (String table : TABLES) {
      rule.getTables()
          .add(
              new ShardingTableRuleConfiguration(
                  table, "shard_${0.." + (shards - 1) + "}." + table));
    }
    rule.setDefaultDatabaseShardingStrategy(
        new StandardShardingStrategyConfiguration("slot", "slot"));
    Properties algorithm = new Properties();
    algorithm.setProperty("strategy", "STANDARD");
    algorithm.setProperty("algorithmClassName", SlotShardingAlgorithm.class.getName());
    algorithm.setProperty(SlotShardingAlgorithm.SHARDS, Integer.toString(shards));
    rule.getShardingAlgorithms().put("slot", new AlgorithmConfiguration("CLASS_BASED", algorithm));
    return rule;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("max-connections-size-per-query", "1");
    properties.setProperty("check-table-metadata-enabled", "false");
    return properties;
  }
}
