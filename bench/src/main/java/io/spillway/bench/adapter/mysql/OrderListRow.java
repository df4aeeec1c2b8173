package io.spillway.bench.adapter.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.adapter.http.Percentiles;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.ingest.adapter.mysql.MysqlOrderReads;
import io.spillway.ingest.adapter.mysql.ShardCalls;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.Table;
import io.spillway.schemas.tables.UtcTime;
import io.spillway.stack.core.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Row 19: the newest orders of a tenant, whose customers are on all shards. */
public record OrderListRow(Lab lab) implements BenchRow {
  private static final String OURS = "ShardingSphere's merge";
  private static final String BY_HAND = "fan-out by hand";
  private static final String ONE_SHARD = "one shard alone";
  private static final String TENANT = "bench-lists";
  private static final int PAGE = 50;
  private static final int CALLERS = 2;
  private static final int THOUSANDS_A_SHARD = 25;
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
  private static final int DAY_MILLIS = 86_400_000;
  private static final Comparator<OrderRow> NEWEST_FIRST =
      Comparator.comparing((OrderRow order) -> Times.instant(order.getCreatedAt()))
          .thenComparing(OrderRow::getOrderId)
          .reversed();

  private static final Table<OrderRow, OrderRow.Builder> LISTED = OrdersTable.TABLE.withoutJson();
  private static final String NEWEST =
      "SELECT "
          + LISTED.columns()
          + " FROM orders WHERE tenant = ?"
          + " AND created_at >= ? AND created_at < ?"
          + " ORDER BY created_at DESC, order_id DESC LIMIT ?";

  /** Ids of random slots of the shard, a day of random times. */
  private static final String STORE =
      "INSERT INTO orders (order_id, slot, tenant, customer_id, status, version, currency,"
          + " total_amount, line_count, `lines`, attributes, placed_at, created_at, updated_at)"
          + " WITH RECURSIVE a (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM a WHERE i < 1000), b"
          + " (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM b WHERE i < %d), c AS (SELECT %d +"
          + " FLOOR(RAND() * %d) AS slot, HEX(RANDOM_BYTES(16)) AS any_hex, TIMESTAMP '2026-11-20"
          + " 00:00:00' + INTERVAL FLOOR(RAND() * 86400000) * 1000 MICROSECOND AS at FROM a, b"
          + " LIMIT 1000000) SELECT UNHEX(CONCAT(LPAD(HEX(slot), 3, '0'), LEFT(any_hex, 9), '8',"
          + " SUBSTR(any_hex, 10, 3), '8', RIGHT(any_hex, 15))), slot, '"
          + TENANT
          + "', any_hex, 'CONFIRMED', 2, 'EUR', 4497, 2,"
          + " '[{\"sku\":\"SKU-000123\",\"quantity\":2,\"unitAmount\":1999},"
          + "{\"sku\":\"SKU-004711\",\"quantity\":1,\"unitAmount\":499}]',"
          + " '{\"channel\":\"web\",\"country\":\"DE\"}', at, at, at FROM c";

  @Override
  public RowSpec spec() {
    return new RowSpec(
        19,
        "Lists over all shards",
        "pages",
        List.of(
            "Pages of 50 of a tenant's 100,000 orders on four shards, up to a random time, two"
                + " callers. Ours is the API's read: ShardingSphere asks all shards and merges."
                + " By hand: the same query of each shard on a connection and a virtual thread of"
                + " its own, merged by a sort. The limit asks one shard alone for its 50."),
        List.of(Goal.times(0.5, OURS, BY_HAND)));
  }

  @FunctionalInterface
  private interface Way {
    List<OrderRow> page(Instant to) throws Exception;
  }

  @Override
  public Open open() throws Exception {
    MysqlLab mysql = MysqlLab.open(lab.servers(Server.KAFKA, Server.MYSQL).endpoints());
    int shards = mysql.shards().count();
    for (int shard = 0; shard < shards; shard++) {
      mysql.execute(shard, "TRUNCATE TABLE orders");
      int slots = 4_096 / shards;
      mysql.execute(
          shard, String.format(Locale.ROOT, STORE, THOUSANDS_A_SHARD, shard * slots, slots));
      mysql.execute(shard, "ANALYZE TABLE orders");
    }
    ShardCalls calls =
        ShardCalls.start(mysql.config(), new SimpleMeterRegistry(), Duration.ofSeconds(10), 64);
    MysqlOrderReads reads = new MysqlOrderReads(calls);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Way ours = to -> ours(reads, to);
    Way byHand = to -> byHand(mysql, threads, to);
    awaitRouting(ours);
    Instant noon = DAY.plusMillis(DAY_MILLIS / 2);
    if (!ours.page(noon).equals(byHand.page(noon))) {
      throw new IllegalStateException("the ways do not read the same page");
    }
    return new OpenRow(
        List.of(calls, threads, mysql),
        List.of(
            new Simple(OURS, Role.OURS, _ -> {}, run -> run(run, ours)),
            new Simple(BY_HAND, Role.PEER, _ -> {}, run -> run(run, byHand)),
            new Simple(
                ONE_SHARD,
                Role.LIMIT,
                _ -> {},
                run -> run(run, to -> newest(mysql, anyOf(shards), to)))),
        Map.of("page", Integer.toString(PAGE)));
  }

  private static int anyOf(int shards) {
    return ThreadLocalRandom.current().nextInt(shards);
  }

  private static Measurements run(Duration duration, Way way) throws Exception {
    Histogram micros = new ConcurrentHistogram(3);
    Measurements figures =
        Workers.run(
            CALLERS,
            duration,
            worker -> {
              SplittableRandom random = new SplittableRandom(worker);
              return () -> {
                Instant to = DAY.plusMillis(1 + random.nextInt(DAY_MILLIS));
                long begin = System.nanoTime();
                way.page(to);
                micros.recordValue((System.nanoTime() - begin) / 1_000);
                return 1;
              };
            });
    return figures.with(Percentiles.of(micros));
  }

  private static List<OrderRow> ours(MysqlOrderReads reads, Instant to) {
    OrderSearch search = new OrderSearch(TENANT, null, null, to.minus(OrderSearch.USUAL), to);
    return reads.search(search, PAGE, null).orders();
  }

  private static List<OrderRow> byHand(MysqlLab mysql, ExecutorService threads, Instant to)
      throws Exception {
    List<Future<List<OrderRow>>> asked = new ArrayList<>();
    for (int i = 0; i < mysql.shards().count(); i++) {
      int shard = i;
      asked.add(threads.submit(() -> newest(mysql, shard, to)));
    }
    List<OrderRow> all = new ArrayList<>();
    for (Future<List<OrderRow>> each : asked) {
      all.addAll(each.get());
    }
    all.sort(NEWEST_FIRST);
    return List.copyOf(all.subList(0, Math.min(PAGE, all.size())));
  }

  private static List<OrderRow> newest(MysqlLab mysql, int shard, Instant to) throws SQLException {
    try (Connection connection = mysql.plain(shard).getConnection();
        PreparedStatement select = connection.prepareStatement(NEWEST)) {
      select.setString(1, TENANT);
      select.setObject(2, UtcTime.of(to.minus(OrderSearch.USUAL)));
      select.setObject(3, UtcTime.of(to));
      // As many as the API reads, which has to know whether there are more.
      select.setInt(4, PAGE + 1);
      List<OrderRow> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(LISTED.read(row));
        }
      }
      return found;
    }
  }

  /** Shards are opened in the background; until then reads fail. */
  private static void awaitRouting(Way ours) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        ours.page(DAY.plusMillis(DAY_MILLIS));
        return;
      } catch (ExecutionException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
  }
}
