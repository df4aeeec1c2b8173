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
import io.spillway.order.adapter.mysql.MysqlOrderRows;
import io.spillway.stack.core.Server;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Row 7: events into order rows. */
public record OrderStoreRow(Lab lab) implements BenchRow {
  private static final String OURS = "order store";
  private static final String ROW_BY_ROW = "upsert row by row";
  private static final String RAW = "raw multi-row JDBC";
  private static final int ORDERS = 256;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        7,
        "Order store",
        "upserts",
        List.of(
            "Orders of two lines, 256 a transaction, on four shards with one worker each: first"
                + " their version 1, then their version 2 over it. Ours takes events; row by row is"
                + " one INSERT … ON DUPLICATE KEY UPDATE a row in a transaction of 256, which"
                + " favours it; the limit has its JSON columns ready and no ShardingSphere."),
        List.of(Goal.times(0.75, OURS, RAW), Goal.times(1, OURS, ROW_BY_ROW)));
  }

  /** How 256 orders get into their shard in one version. */
  @FunctionalInterface
  private interface Way {
    void write(int shard, OrderLoad orders, long version) throws Exception;
  }

  @Override
  public Open open() throws Exception {
    MysqlLab mysql = MysqlLab.open(lab.servers(Server.KAFKA, Server.MYSQL).endpoints());
    MysqlOrderRows rows = new MysqlOrderRows(mysql.shards());
    int shards = mysql.shards().count();
    Simple.Preparing empty =
        _ -> {
          for (int shard = 0; shard < shards; shard++) {
            mysql.execute(shard, "TRUNCATE TABLE orders");
          }
        };
    Way ours = (shard, orders, version) -> rows.upsert(shard, orders.events(version));
    Way rowByRow = (shard, orders, version) -> plain(mysql, shard, orders, version, 1);
    Way raw = (shard, orders, version) -> plain(mysql, shard, orders, version, ORDERS);
    return new OpenRow(
        List.of(mysql),
        List.of(
            new Simple(OURS, Role.OURS, empty, run -> run(run, shards, ours)),
            new Simple(ROW_BY_ROW, Role.PEER, empty, run -> run(run, shards, rowByRow)),
            new Simple(RAW, Role.LIMIT, empty, run -> run(run, shards, raw))),
        Map.of("orders a transaction", Integer.toString(ORDERS)));
  }

  private static void plain(
      MysqlLab mysql, int shard, OrderLoad orders, long version, int rowsAStatement)
      throws Exception {
    try (Connection connection = mysql.plain(shard).getConnection()) {
      connection.setAutoCommit(false);
      orders.upsert(connection, version, rowsAStatement);
      connection.commit();
    }
  }

  private static Measurements run(Duration duration, int shards, Way way) throws Exception {
    long seed = System.nanoTime();
    return Workers.run(
        shards,
        duration,
        shard -> {
          SplittableRandom random = new SplittableRandom(seed + shard);
          return () -> {
            OrderLoad orders = OrderLoad.of(ORDERS, shard, shards, random);
            for (long version : IntStream.of(1, 2).asLongStream().toArray()) {
              way.write(shard, orders, version);
            }
            return 2L * ORDERS;
          };
        });
  }
}
