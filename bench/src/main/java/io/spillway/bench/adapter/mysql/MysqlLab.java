package io.spillway.bench.adapter.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.StockKey;
import io.spillway.operate.StoreWiring;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.RoutedShards;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Shard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/** The shards with the product's tables, reached as the product does and directly. Thread-safe. */
public final class MysqlLab implements AutoCloseable {
  private static final int PRODUCT_POOL = 4;
  private static final int ROWS_A_STATEMENT = 1_000;

  /** What HikariCP's page on MySQL advises. */
  private static final String ADVISED =
      "?connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&allowPublicKeyRetrieval=true"
          + "&sslMode=PREFERRED&cachePrepStmts=true&prepStmtCacheSize=250"
          + "&prepStmtCacheSqlLimit=2048&useServerPrepStmts=true&useLocalSessionState=true"
          + "&rewriteBatchedStatements=true&cacheResultSetMetadata=true"
          + "&cacheServerConfiguration=true&elideSetAutoCommits=true&maintainTimeStats=false";

  private final MysqlConfig config;
  private final Shards shards;
  private final RoutedShards routed;
  private final List<HikariDataSource> plain = new ArrayList<>();
  private final List<AutoCloseable> owned = new ArrayList<>();

  private MysqlLab(MysqlConfig config, Shards shards, RoutedShards routed) {
    this.config = config;
    this.shards = shards;
    this.routed = routed;
    config.shards().forEach(shard -> plain.add(pool(shard.jdbcUrl(), PRODUCT_POOL)));
    owned.addAll(plain);
    owned.add(routed);
  }

  /** Makes the tables and opens the shards. */
  public static MysqlLab open(Endpoints endpoints) throws SQLException {
    // A stack of MySQL alone has no other addresses.
    Shard first = endpoints.mysql().getFirst();
    MysqlConfig config =
        new MysqlConfig(
            endpoints.mysql().stream()
                .map(shard -> new ShardAddress(shard.host(), shard.port(), shard.schema()))
                .toList(),
            first.user(),
            first.password(),
            PRODUCT_POOL);
    Migrations.migrate(config);
    return open(config);
  }

  /** The shards of a pipeline, whose tables are there. */
  public static MysqlLab open(Backends backends) throws SQLException {
    return open(StoreWiring.mysql(backends, PRODUCT_POOL));
  }

  private static MysqlLab open(MysqlConfig config) throws SQLException {
    Shards shards = Shards.open(config, new SimpleMeterRegistry());
    return new MysqlLab(config, shards, RoutedShards.open(shards));
  }

  MysqlConfig config() {
    return config;
  }

  /** The product's way to a shard it knows. */
  public Shards shards() {
    return shards;
  }

  /** The product's way to a shard it does not know: ShardingSphere over the same pools. */
  DataSource routed() throws SQLException {
    return routed.routed();
  }

  /** A shard by a pool of the benchmark's own, with the product's driver settings. */
  DataSource plain(int shard) {
    return plain.get(shard);
  }

  /** Pools of their own, one a shard, with the driver settings that are advised for MySQL. */
  List<DataSource> advised(int connectionsEach) {
    List<DataSource> pools = new ArrayList<>();
    for (ShardAddress shard : config.shards()) {
      String url = "jdbc:mysql://" + shard.server() + "/" + shard.schema() + ADVISED;
      HikariDataSource pool = pool(url, connectionsEach);
      owned.add(pool);
      pools.add(pool);
    }
    return pools;
  }

  /** Puts so many units of {@code skus} SKUs into stock; the tables must be empty. */
  public void stock(int skus, int units) throws SQLException {
    reset(ReserveLoad.of(skus, shards.count()), units);
  }

  /** Appends movements to every shard, evenly, in transactions of 512 rows; answers how many. */
  public long movements(long rows, LocalDateTime at, SplittableRandom random) throws SQLException {
    ReserveLoad load = ReserveLoad.of(1_000, shards.count());
    long written = 0;
    for (int shard = 0; written < rows; shard = (shard + 1) % shards.count()) {
      List<Command.Reserve> orders = new ArrayList<>();
      for (int i = 0; i < Math.min(BatchWriter.COMMANDS, rows - written); i++) {
        orders.add(load.next(shard, random));
      }
      try (Connection connection = plain.get(shard).getConnection()) {
        connection.setAutoCommit(false);
        RawBatch.movements(connection, orders, at);
        connection.commit();
      }
      written += orders.size();
    }
    return written;
  }

  /** Empties the product's tables, and puts these SKUs into stock where they belong. */
  void reset(ReserveLoad load, int units) throws SQLException {
    for (int shard = 0; shard < shards.count(); shard++) {
      execute(shard, "TRUNCATE TABLE stock_movement");
      execute(shard, "TRUNCATE TABLE stock");
      List<StockKey> keys = load.skus(shard);
      for (int from = 0; from < keys.size(); from += ROWS_A_STATEMENT) {
        insert(shard, keys.subList(from, Math.min(keys.size(), from + ROWS_A_STATEMENT)), units);
      }
    }
  }

  long number(int shard, String sql) throws SQLException {
    try (Connection connection = plain.get(shard).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void execute(int shard, String sql) throws SQLException {
    try (Connection connection = plain.get(shard).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : owned) {
      each.close();
    }
  }

  private HikariDataSource pool(String url, int connections) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(url);
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(connections);
    hikari.setMinimumIdle(0);
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    hikari.setInitializationFailTimeout(-1);
    return new HikariDataSource(hikari);
  }

  private void insert(int shard, List<StockKey> keys, int units) throws SQLException {
    String row = "(?, ?, ?, ?, 0, 1, NOW(3))";
    try (Connection connection = plain.get(shard).getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO stock (tenant, sku, slot, available, reserved, version, updated_at)"
                    + " VALUES "
                    + row
                    + (", " + row).repeat(keys.size() - 1))) {
      int i = 1;
      for (StockKey key : keys) {
        insert.setString(i++, key.tenant());
        insert.setString(i++, key.sku());
        insert.setInt(i++, key.slot());
        insert.setInt(i++, units);
      }
      insert.executeUpdate();
    }
  }
}
