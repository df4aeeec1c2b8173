package io.spillway.runtime.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.schemas.routing.SlotMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.shardingsphere.infra.hint.HintManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MySQL shards behind one ShardingSphere data source, each with a HikariCP pool of its own.
 * Opening that reads the tables' metadata, for which every shard must answer. Until they all do,
 * each shard that answers has a ShardingSphere data source of its own. Thread-safe.
 */
public final class Shards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(1);

  private final List<HikariDataSource> pools;

  /** Of the shards that opened before the others; null where a shard has not, or never had to. */
  private final AtomicReferenceArray<@Nullable DataSource> alone;

  private final Thread opener = Thread.ofPlatform().name("shards-opener").unstarted(this::openAll);
  private volatile @Nullable DataSource routed;
  private volatile String notOpenBecause = "they are being opened";

  private Shards(List<HikariDataSource> pools) {
    this.pools = pools;
    this.alone = new AtomicReferenceArray<>(pools.size());
  }

  /**
   * Opens the shards and returns when they are open.
   *
   * @throws SQLException when a shard cannot be reached or has no tables
   */
  public static Shards open(MysqlConfig mysql, MeterRegistry metrics) throws SQLException {
    Shards shards = new Shards(pools(mysql, metrics));
    try {
      shards.routed = RoutedSource.over(shards.pools, shards.pools.size());
      return shards;
    } catch (SQLException | RuntimeException e) {
      shards.pools.forEach(HikariDataSource::close);
      throw e;
    }
  }

  /**
   * Opens the shards in the background, however often it takes, so that a service starts while a
   * server is down. Until a shard is open its use fails with {@link
   * SQLTransientConnectionException}, and {@link #health()} says why; the others work.
   */
  public static Shards opening(MysqlConfig mysql, MeterRegistry metrics) {
    Shards shards = new Shards(pools(mysql, metrics));
    shards.opener.start();
    return shards;
  }

  /** Down until each shard has been opened; names those that are not. */
  public HealthStatus health() {
    return routed != null || closed().isEmpty() ? HealthStatus.up() : HealthStatus.down(notOpen());
  }

  /** How many shards there are. */
  public int count() {
    return pools.size();
  }

  /** The data source that routes by {@code slot}, which every statement must carry. */
  public DataSource routed() throws SQLException {
    DataSource open = routed;
    if (open == null) {
      throw new SQLTransientConnectionException(notOpen());
    }
    return open;
  }

  /**
   * A data source for statements that carry this slot, which needs no other shard than the slot's.
   * It routes by {@code slot} too.
   */
  public DataSource routed(int slot) throws SQLException {
    return source(SlotMap.shard(slot, pools.size()));
  }

  /**
   * Runs statements in one READ COMMITTED transaction on one shard.
   *
   * @throws OutcomeUnknownException when the commit was sent and no answer came
   */
  public <T> T inTransaction(int shard, SqlWork<T> work) throws SQLException {
    try (HintManager hint = HintManager.getInstance()) {
      hint.setDataSourceName(dataSourceName(shard));
      try (Connection connection = source(shard).getConnection()) {
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
      try (Connection connection = source(shard).getConnection()) {
        return work.run(connection);
      }
    }
  }

  @Override
  public void close() throws Exception {
    opener.interrupt();
    opener.join();
    for (int shard = 0; shard < pools.size(); shard++) {
      close(alone.get(shard));
    }
    close(routed);
    pools.forEach(HikariDataSource::close);
  }

  static String dataSourceName(int shard) {
    return "shard_" + shard;
  }

  private static void close(@Nullable DataSource source) throws Exception {
    if (source instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private DataSource source(int shard) throws SQLException {
    DataSource open = routed != null ? routed : alone.get(shard);
    if (open == null) {
      throw new SQLTransientConnectionException(notOpen());
    }
    return open;
  }

  private String notOpen() {
    return "the shards " + closed() + " are not open: " + notOpenBecause;
  }

  /** While the shards are not open together, those that are not open alone. */
  private List<Integer> closed() {
    return IntStream.range(0, pools.size())
        .filter(shard -> alone.get(shard) == null)
        .boxed()
        .toList();
  }

  private void openAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        List<Integer> answering = answering();
        if (answering.size() == pools.size()) {
          routed = RoutedSource.over(pools, pools.size());
          LOG.atInfo().addKeyValue("shards", pools.size()).log("the shards are open");
          return;
        }
        for (int shard : answering) {
          openAlone(shard);
        }
      } catch (SQLException | RuntimeException e) {
        notYet(e);
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(REOPEN_AFTER);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void openAlone(int shard) {
    if (alone.get(shard) != null) {
      return;
    }
    try {
      alone.set(shard, RoutedSource.over(List.of(pools.get(shard)), pools.size()));
      LOG.atInfo().addKeyValue("shard", shard).log("the shard is open; others are not yet");
    } catch (SQLException | RuntimeException e) {
      notYet(e);
    }
  }

  /** The shards that give a connection, asked side by side: a dead one takes the pool's timeout. */
  private List<Integer> answering() throws InterruptedException {
    Set<Integer> answering = new ConcurrentSkipListSet<>();
    try (var threads = Executors.newFixedThreadPool(pools.size())) {
      List<Callable<Boolean>> questions =
          IntStream.range(0, pools.size())
              .<Callable<Boolean>>mapToObj(
                  shard -> () -> answers(pools.get(shard)) && answering.add(shard))
              .toList();
      threads.invokeAll(questions);
    }
    return List.copyOf(answering);
  }

  private boolean answers(HikariDataSource pool) {
    try (Connection _ = pool.getConnection()) {
      return true;
    } catch (SQLException | RuntimeException e) {
      notYet(e);
      return false;
    }
  }

  private void notYet(Exception e) {
    // A pool says that it timed out; its cause says what the server or the network said.
    Throwable cause = e.getCause() == null ? e : e.getCause();
    notOpenBecause = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    LOG.atWarn().addKeyValue("cause", notOpenBecause).log("a shard cannot be opened yet");
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
}
