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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MySQL shards, each with a HikariCP pool of its own. Who knows the shard takes a connection
 * straight from its pool; statements that find their shard by slot need {@link RoutedShards}.
 * Thread-safe.
 */
public final class Shards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

  private final List<HikariDataSource> pools;

  private final Set<Integer> silent = new ConcurrentSkipListSet<>();
  private volatile boolean asked;

  private final Thread opener = Thread.ofPlatform().name("shards-opener").unstarted(this::openAll);
  private volatile String notOpenBecause = "connecting";

  private Shards(List<HikariDataSource> pools) {
    this.pools = pools;
    IntStream.range(0, pools.size()).forEach(silent::add);
  }

  /**
   * Opens the shards and returns when they are open.
   *
   * @throws SQLException when a shard cannot be reached
   */
  public static Shards open(MysqlConfig mysql, MeterRegistry metrics) throws SQLException {
    Shards shards = new Shards(pools(mysql, metrics));
    try {
      for (HikariDataSource pool : shards.pools) {
        try (Connection _ = pool.getConnection()) {
          // It answers.
        }
      }
      shards.silent.clear();
      return shards;
    } catch (SQLException | RuntimeException e) {
      shards.pools.forEach(HikariDataSource::close);
      throw e;
    }
  }

  /**
   * Opens the shards in the background, however often it takes, so that a service starts while a
   * server is down. The use of a shard that does not answer fails with {@link
   * java.sql.SQLTransientConnectionException}, and {@link #health()} says why; the others work.
   */
  public static Shards opening(MysqlConfig mysql, MeterRegistry metrics) {
    Shards shards = new Shards(pools(mysql, metrics));
    shards.opener.start();
    return shards;
  }

  /** Down until each shard has answered once; names those that have not. */
  public HealthStatus health() {
    List<Integer> closed = List.copyOf(silent);
    return closed.isEmpty()
        ? HealthStatus.up()
        : HealthStatus.down("shards " + closed + " are unavailable: " + notOpenBecause);
  }

  public int count() {
    return pools.size();
  }

  /** The shards that have been asked and have not answered yet: waiting for them may take long. */
  public List<Integer> unanswered() {
    return asked ? List.copyOf(silent) : List.of();
  }

  /** The shards to which no connection is open at present: those that do not answer. */
  public List<Integer> unconnected() {
    return IntStream.range(0, pools.size())
        .filter(shard -> pools.get(shard).getHikariPoolMXBean().getTotalConnections() == 0)
        .boxed()
        .toList();
  }

  /**
   * Runs statements in one READ COMMITTED transaction on one shard. Nothing checks that the rows
   * belong there: the caller has grouped them by {@link io.spillway.schemas.routing.SlotMap}.
   *
   * @throws OutcomeUnknownException when the commit was sent and no answer came
   */
  public <T> T inTransaction(int shard, SqlWork<T> work) throws SQLException {
    try (Connection connection = pools.get(shard).getConnection()) {
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

  /** Runs statements on one shard, each its own transaction; meant for reads. */
  public <T> T read(int shard, SqlWork<T> work) throws SQLException {
    try (Connection connection = pools.get(shard).getConnection()) {
      return work.run(connection);
    }
  }

  @Override
  public void close() throws Exception {
    opener.interrupt();
    opener.join();
    pools.forEach(HikariDataSource::close);
  }

  static String dataSourceName(int shard) {
    return "shard_" + shard;
  }

  List<HikariDataSource> pools() {
    return pools;
  }

  /** The shards that give a connection, asked side by side: a dead one takes the pool's timeout. */
  List<Integer> answering() throws InterruptedException {
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

  /** What the server or the network said: a pool itself only says that it timed out. */
  static String cause(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private void openAll() {
    try {
      while (!silent.isEmpty()) {
        answering().forEach(silent::remove);
        asked = true;
        if (!silent.isEmpty()) {
          Thread.sleep(ASK_AGAIN_AFTER);
        }
      }
      LOG.atInfo().addKeyValue("shards", pools.size()).log("All shards connected");
    } catch (InterruptedException e) {
      // Closed before the last shard answered.
    }
  }

  private boolean answers(HikariDataSource pool) {
    try (Connection _ = pool.getConnection()) {
      return true;
    } catch (SQLException | RuntimeException e) {
      notOpenBecause = cause(e);
      LOG.atWarn().addKeyValue("cause", notOpenBecause).log("Shard unavailable; retrying");
      return false;
    }
  }

  private static void commit(Connection connection, int shard) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new OutcomeUnknownException("no response to the commit on shard " + shard, e);
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
    config.setJdbcUrl(mysql.jdbcUrl(address));
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
