package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.inventory.core.Command;
import io.spillway.stack.core.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.shardingsphere.infra.hint.HintManager;

/** Row 6: what ShardingSphere takes of a batch's way to its shard. */
public record RoutingRow(Lab lab) implements BenchRow {
  private static final String OURS = "the named shard's pool";
  private static final String HINT = "ShardingSphere, multi-row with a hint";
  private static final String BATCH = "ShardingSphere, addBatch";
  private static final String RAW = "raw HikariCP per shard";
  private static final int SKUS = 10_000;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        6,
        "Routing through ShardingSphere",
        "rows",
        List.of(
            "512 movements a transaction into four shards, one worker and connection a shard, the"
                + " same rows for all. Ours is the batches' way: one multi-row statement on the"
                + " connection of the shard that the batch belongs to. ShardingSphere routes the"
                + " ingest's reads; here it gets the same statement with the shard named by a hint,"
                + " and 512 statements of an addBatch that it routes by slot."),
        List.of(
            Goal.times(0.95, OURS, RAW), Goal.times(1, OURS, HINT), Goal.times(1, OURS, BATCH)));
  }

  @FunctionalInterface
  private interface Way {
    void write(int shard, List<Command.Reserve> orders) throws SQLException;
  }

  @Override
  public Open open() throws Exception {
    MysqlLab mysql = MysqlLab.open(lab.servers(Server.KAFKA, Server.MYSQL).endpoints());
    ReserveLoad load = ReserveLoad.of(SKUS, mysql.shards().count());
    Simple.Preparing empty = _ -> mysql.reset(load, 1);
    return new OpenRow(
        List.of(mysql),
        List.of(
            new Simple(OURS, Role.OURS, empty, run -> run(run, load, (s, o) -> named(mysql, s, o))),
            new Simple(
                HINT, Role.PEER, empty, run -> run(run, load, (s, o) -> hinted(mysql, s, o))),
            new Simple(BATCH, Role.PEER, empty, run -> run(run, load, (_, o) -> batched(mysql, o))),
            new Simple(RAW, Role.LIMIT, empty, run -> run(run, load, (s, o) -> raw(mysql, s, o)))),
        Map.of("rows a transaction", Integer.toString(BatchWriter.COMMANDS)));
  }

  private static Measurements run(Duration duration, ReserveLoad load, Way way) throws Exception {
    List<Integer> shards = load.shards();
    long seed = System.nanoTime();
    return Workers.run(
        shards.size(),
        duration,
        worker -> {
          SplittableRandom random = new SplittableRandom(seed + worker);
          int shard = shards.get(worker);
          return () -> {
            List<Command.Reserve> orders = new ArrayList<>(BatchWriter.COMMANDS);
            for (int i = 0; i < BatchWriter.COMMANDS; i++) {
              orders.add(load.next(shard, random));
            }
            way.write(shard, orders);
            return orders.size();
          };
        });
  }

  private static void named(MysqlLab mysql, int shard, List<Command.Reserve> orders)
      throws SQLException {
    mysql
        .shards()
        .inTransaction(
            shard,
            connection -> {
              RawBatch.movements(connection, orders, LocalDateTime.now(ZoneOffset.UTC));
              return orders.size();
            });
  }

  private static void hinted(MysqlLab mysql, int shard, List<Command.Reserve> orders)
      throws SQLException {
    try (HintManager hint = HintManager.getInstance()) {
      hint.setDataSourceName("shard_" + shard);
      try (Connection connection = mysql.routed().getConnection()) {
        connection.setAutoCommit(false);
        RawBatch.movements(connection, orders, LocalDateTime.now(ZoneOffset.UTC));
        connection.commit();
      }
    }
  }

  private static void raw(MysqlLab mysql, int shard, List<Command.Reserve> orders)
      throws SQLException {
    try (Connection connection = mysql.plain(shard).getConnection()) {
      connection.setAutoCommit(false);
      RawBatch.movements(connection, orders, LocalDateTime.now(ZoneOffset.UTC));
      connection.commit();
    }
  }

  private static void batched(MysqlLab mysql, List<Command.Reserve> orders) throws SQLException {
    try (Connection connection = mysql.routed().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(RawBatch.ONE_MOVEMENT)) {
        for (Command.Reserve order : orders) {
          RawBatch.bind(insert, 1, order, LocalDateTime.now(ZoneOffset.UTC));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }
}
