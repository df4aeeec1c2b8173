package io.spillway.runtime.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.health.HealthStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.infra.hint.HintManager;
import org.apache.shardingsphere.sharding.api.config.ShardingRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.rule.ShardingTableRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.strategy.sharding.StandardShardingStrategyConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MySQL shards behind one ShardingSphere data source, each with a HikariCP pool of its own.
 * Opening reads the tables' metadata, for which every shard must answer. Thread-safe.
 */
public final class Shards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
  private static final List<String> TABLES = List.of("orders", "stock", "stock_movement");
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(1);

  private final List<HikariDataSource> pools;
  private final Thread opener = Thread.ofPlatform().name("shards-opener").unstarted(this::openAll);
  private volatile @Nullable DataSource routed;
  private volatile String notOpenBecause = "they are being opened";

  private Shards(List<HikariDataSource> pools) {
    this.pools = pools;
  }

  /**
   * Opens the shards and returns when they are open.
   *
   * @throws SQLException when a shard cannot be reached or has no tables
   */
  public static Shards open(MysqlConfig mysql, MeterRegistry metrics) throws SQLException {
    Shards shards = new Shards(pools(mysql, metrics));
    try {
      shards.routed = shards.createRouted();
      return shards;
    } catch (SQLException | RuntimeException e) {
      shards.pools.forEach(HikariDataSource::close);
      throw e;
    }
  }

  /**
   * Opens the shards in the background, however often it takes, so that a service starts while a
   * server is down. Until they are open every use fails with {@link
   * SQLTransientConnectionException}, and {@link #health()} says why.
   */
  public static Shards opening(MysqlConfig mysql, MeterRegistry metrics) {
    Shards shards = new Shards(pools(mysql, metrics));
    shards.opener.start();
    return shards;
  }

  /** Down until the shards are open. */
  public HealthStatus health() {
    return routed == null
        ? HealthStatus.down("the shards are not open: " + notOpenBecause)
        : HealthStatus.up();
  }

  /** How many shards there are. */
  public int count() {
    return pools.size();
  }

  /** The data source that routes by {@code slot}, which every statement must carry. */
  public DataSource routed() throws SQLException {
    DataSource open = routed;
    if (open == null) {
      throw new SQLTransientConnectionException("the shards are not open: " + notOpenBecause);
    }
    return open;
  }

  /**
   * Runs statements in one READ COMMITTED transaction on one shard.
   *
   * @throws OutcomeUnknownException when the commit was sent and no answer came
   */
  public <T> T inTransaction(int shard, SqlWork<T> work) throws SQLException {
    try (HintManager hint = HintManager.getInstance()) {
      hint.setDataSourceName(dataSourceName(shard));
      try (Connection connection = routed().getConnection()) {
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
      try (Connection connection = routed().getConnection()) {
        return work.run(connection);
      }
    }
  }

  @Override
  public void close() throws Exception {
    opener.interrupt();
    opener.join();
    if (routed instanceof AutoCloseable closeable) {
      closeable.close();
    }
    pools.forEach(HikariDataSource::close);
  }

  static String dataSourceName(int shard) {
    return "shard_" + shard;
  }

  private void openAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        routed = createRouted();
        LOG.atInfo().addKeyValue("shards", pools.size()).log("the shards are open");
        return;
      } catch (SQLException | RuntimeException e) {
        notOpenBecause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        LOG.atWarn().addKeyValue("cause", notOpenBecause).log("the shards cannot be opened yet");
      }
      try {
        Thread.sleep(REOPEN_AFTER);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private DataSource createRouted() throws SQLException {
    Map<String, DataSource> sources = new LinkedHashMap<>();
    pools.forEach(pool -> sources.put(pool.getPoolName(), pool));
    return ShardingSphereDataSourceFactory.createDataSource(
        "spillway", sources, List.of(rule(pools.size())), properties());
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

  private static List<HikariDataSource> pools(MysqlConfig mysql, MeterRegistry metrics) {
    return IntStream.range(0, mysql.shards().size())
        .mapToObj(shard -> pool(mysql, shard, metrics))
        .toList();
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
