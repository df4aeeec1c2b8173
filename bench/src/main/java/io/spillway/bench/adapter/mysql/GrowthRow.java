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
import io.spillway.bench.port.Contender;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.order.adapter.mysql.MysqlOrderRows;
import io.spillway.stack.core.Endpoints;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Row 13: whether an order costs more when there are many, or many shards, or many lines. */
public record GrowthRow(Lab lab) implements BenchRow {
  private static final int ORDERS = 256;
  private static final int SHARDS = 8;
  private static final int SKUS = 20_000;
  private static final int LINES_SHARD = 3;
  private static final List<Integer> STORED = List.of(100_000, 1_000_000, 10_000_000);
  private static final List<Integer> SHARD_COUNTS = List.of(1, 2, 4, 8);
  private static final List<Integer> LINES = List.of(1, 10, 100, 1_000);

  /** Runs of fewer seconds than this prove only that it works, with a thousandth of the orders. */
  private static final Duration MEANT = Duration.ofSeconds(5);

  private static final int SMALL = 1_000;

  /** Holds ten million orders, their movements and what is written of them between checkpoints. */
  private static final MysqlMemory.Size ENOUGH = new MysqlMemory.Size(12L << 30, 4L << 30);

  private static final String LITTLE_MEMORY = ", little memory";
  private static final double FLAT = 0.9;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        13,
        "Growth",
        "orders",
        List.of(
            "The ledger and the order store on shards that already hold so many orders, one worker"
                + " a shard, a reservation and two versions of the row for each order; over so many"
                + " shards on two servers; and reservations of so many lines, where the operations"
                + " are lines. Flat means that the rate of the largest is within 10% of the"
                + " smallest's (for lines: of 10 lines'). The server of the stored orders holds all"
                + " of them in memory (a pool of 12 GiB); with little memory it has the local"
                + " stack's 256 MiB, as in all other rows. Runs of less than 5 s begin with a"
                + " thousandth of the stored orders. Needs 16 GiB of memory and 50 of disk."),
        List.of(
            Goal.times(FLAT, stored(STORED.getLast()), stored(STORED.getFirst())),
            Goal.times(FLAT, stored(STORED.getLast()) + LITTLE_MEMORY, stored(STORED.getFirst())),
            Goal.times(FLAT, shards(8), shards(1)),
            Goal.times(FLAT, lines(1_000), lines(10))));
  }

  @Override
  public Open open() throws Exception {
    Endpoints endpoints = lab.manyShards(SHARDS).endpoints();
    MysqlLab mysql = MysqlLab.open(endpoints);
    MysqlMemory memory = new MysqlMemory(endpoints.mysqlServers().getFirst());
    ReserveLoad load = ReserveLoad.of(SKUS, SHARDS);
    mysql.reset(load, 1_000_000_000);
    Work work = new Work(mysql, memory, load);
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < STORED.size(); i++) {
      int shard = i;
      int target = STORED.get(i);
      contenders.add(
          new Simple(
              stored(target),
              Role.OURS,
              run -> work.store(shard, scaled(target, run), sized(run, memory)),
              run -> work.orders(List.of(shard), run)));
    }
    int largest = STORED.size() - 1;
    contenders.add(
        new Simple(
            stored(STORED.get(largest)) + LITTLE_MEMORY,
            Role.OURS,
            run -> work.store(largest, scaled(STORED.get(largest), run), memory.own()),
            run -> work.orders(List.of(largest), run)));
    for (int count : SHARD_COUNTS) {
      List<Integer> shards = IntStream.range(SHARDS - count, SHARDS).boxed().toList();
      contenders.add(
          new Simple(
              shards(count),
              Role.OURS,
              _ -> memory.resize(memory.own()),
              run -> work.orders(shards, run)));
    }
    for (int lines : LINES) {
      contenders.add(
          new Simple(
              lines(lines),
              Role.OURS,
              _ -> memory.resize(memory.own()),
              run -> work.lines(lines, run)));
    }
    return new OpenRow(List.of(mysql), contenders, Map.of("orders a transaction", "256"));
  }

  private static int scaled(int orders, Duration run) {
    return run.compareTo(MEANT) < 0 ? orders / SMALL : orders;
  }

  private static MysqlMemory.Size sized(Duration run, MysqlMemory memory) {
    return run.compareTo(MEANT) < 0 ? memory.own() : ENOUGH;
  }

  private static String stored(int orders) {
    return String.format(java.util.Locale.ROOT, "%,d stored orders", orders);
  }

  private static String shards(int count) {
    return count + (count == 1 ? " shard" : " shards");
  }

  private static String lines(int count) {
    return count + (count == 1 ? " line" : " lines");
  }

  /** The writers of the product on one set of shards. */
  private static final class Work {
    private final MysqlLab mysql;
    private final MysqlMemory memory;
    private final ReserveLoad load;
    private final MysqlStockLedger ledger;
    private final MysqlOrderRows rows;
    private final SplittableRandom seeds = new SplittableRandom(13);

    Work(MysqlLab mysql, MysqlMemory memory, ReserveLoad load) {
      this.mysql = mysql;
      this.memory = memory;
      this.load = load;
      this.ledger = new MysqlStockLedger(mysql.shards(), Clock.systemUTC());
      this.rows = new MysqlOrderRows(mysql.shards());
    }

    /** Fills a shard up to so many orders with a movement each, and gives its server that size. */
    void store(int shard, long orders, MysqlMemory.Size size) throws Exception {
      if (size.equals(memory.own())) {
        fill(shard, orders);
        memory.resize(size);
        return;
      }
      memory.resize(size);
      memory.durable(false);
      fill(shard, orders);
      memory.durable(true);
      // Those that a smaller pool could not hold are in memory again.
      memory.load(shard);
    }

    private void fill(int shard, long orders) throws SQLException {
      SplittableRandom random = seeds.split();
      long missing = orders - mysql.number(shard, "SELECT COUNT(*) FROM orders");
      for (; missing > 0; missing -= ORDERS) {
        OrderLoad batch = OrderLoad.of(ORDERS, shard, SHARDS, random);
        List<Command.Reserve> movements = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
          movements.add(load.next(shard, random));
        }
        try (Connection connection = mysql.plain(shard).getConnection()) {
          connection.setAutoCommit(false);
          batch.upsert(connection, 2, ORDERS);
          RawBatch.movements(connection, movements, LocalDateTime.now(ZoneOffset.UTC));
          connection.commit();
        }
      }
    }

    Measurements orders(List<Integer> shards, Duration run) throws Exception {
      List<SplittableRandom> randoms = shards.stream().map(_ -> seeds.split()).toList();
      return Workers.run(
          shards.size(),
          run,
          worker -> {
            int shard = shards.get(worker);
            SplittableRandom random = randoms.get(worker);
            return () -> {
              settle(shard, commands(shard, ORDERS, 1, random));
              OrderLoad orders = OrderLoad.of(ORDERS, shard, SHARDS, random);
              rows.upsert(shard, orders.events(1));
              rows.upsert(shard, orders.events(2));
              return ORDERS;
            };
          });
    }

    /** A thousand lines a transaction, in orders of so many. */
    Measurements lines(int lines, Duration run) throws Exception {
      SplittableRandom random = seeds.split();
      int orders = Math.max(1, LINES.getLast() / lines);
      return Workers.run(
          1,
          run,
          _ ->
              () -> {
                settle(LINES_SHARD, commands(LINES_SHARD, orders, lines, random));
                return (long) orders * lines;
              });
    }

    private List<Command> commands(int shard, int orders, int lines, SplittableRandom random) {
      List<Command> commands = new ArrayList<>(orders);
      for (int i = 0; i < orders; i++) {
        List<Command.Line> all = new ArrayList<>(lines);
        for (int line = 0; line < lines; line++) {
          Command.Line any = load.next(shard, random).lines().getFirst();
          all.add(new Command.Line(line, any.stock(), any.quantity()));
        }
        commands.add(new Command.Reserve(ReserveLoad.id(random), 0, all, false));
      }
      return commands;
    }

    private void settle(int shard, List<Command> commands) throws Exception {
      var now = Clock.systemUTC().instant();
      ledger.settle(
          shard, LedgerScope.of(commands), state -> ReservationPolicy.decide(commands, state, now));
    }
  }
}
