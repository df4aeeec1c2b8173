package io.spillway.inventory.adapter.mysql;

import static io.spillway.inventory.core.Ledgers.adjust;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.port.LedgerException;
import io.spillway.inventory.port.StockLedger;
import io.spillway.inventory.port.StockLedgerContract;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.Shard;
import io.spillway.stack.testing.OnSharedStack;
import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.MYSQL})
class MysqlStockLedgerIT extends StockLedgerContract {
  private static final int MEASURED_SKUS = 2_000;
  private static final int MEASURED_BATCHES = 30;

  private static TestStack stack;
  private static Shards shards;
  private static StockLedger ledger;

  /** Counts down, as the contract's orders have positive numbers. */
  private static int measuredOrder;

  @BeforeAll
  static void open(TestStack shared) throws Exception {
    stack = shared;
    List<Shard> found = stack.endpoints().mysql();
    MysqlConfig mysql =
        new MysqlConfig(
            found.stream().map(s -> new ShardAddress(s.host(), s.port(), s.schema())).toList(),
            found.getFirst().user(),
            found.getFirst().password(),
            8);
    Migrations.migrate(mysql);
    shards = Shards.open(mysql, new SimpleMeterRegistry());
    ledger = new MysqlStockLedger(shards, Clock.systemUTC());
  }

  @AfterAll
  static void close() throws Exception {
    shards.close();
  }

  @Override
  protected StockLedger ledger() {
    return ledger;
  }

  @Override
  protected void requireTransient(LedgerException e) {
    assertThat(new HandlerFailures().classify(e)).as("%s", e).isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void rowsAreLockedInTheOrderOfTheTable() throws Exception {
    String run = UUID.randomUUID().toString().substring(0, 8);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int[] alphabet = "aA/ßｚ\uffe5\ud83d\ude00\ud800\udc00\u4e00".codePoints().toArray();
    List<Command> open = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder sku = new StringBuilder(run);
      random.ints(5, 0, alphabet.length).forEach(at -> sku.appendCodePoint(alphabet[at]));
      open.add(adjust("r" + i, sku.toString(), 1));
    }
    decide(open);

    assertThat(skus(run))
        .as("seed %s", seed)
        .containsExactlyElementsOf(
            LedgerScope.of(open).stock().stream().map(StockKey::sku).toList());
  }

  private static List<String> skus(String prefix) throws SQLException {
    Shard shard = stack.endpoints().mysql().get(SHARD);
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    try (var connection = DriverManager.getConnection(url, shard.user(), shard.password());
        var select =
            connection.prepareStatement(
                "SELECT sku FROM stock WHERE sku LIKE CONCAT(?, '%') ORDER BY tenant, sku")) {
      select.setString(1, prefix);
      List<String> skus = new ArrayList<>();
      try (var row = select.executeQuery()) {
        while (row.next()) {
          skus.add(row.getString(1));
        }
      }
      return skus;
    }
  }

  /**
   * Statistics of a table that has just grown are wrong, and IN lists of many values rely on them.
   */
  @Test
  void readsByKeyHoweverLongTheList() throws Exception {
    String run = UUID.randomUUID().toString().substring(0, 8);
    List<Command> open = new ArrayList<>();
    for (int i = 0; i < MEASURED_SKUS; i++) {
      open.add(adjust("r", run + i, 1_000));
    }
    decide(open);
    long before = rowsReadByScanning();
    int batches = 10;
    for (int batch = 0; batch < batches; batch++) {
      for (int commands : new int[] {1, 50, 150, 500}) {
        List<Command> list = new ArrayList<>();
        for (int command = 0; command < commands; command++) {
          String sku = run + (command + batch) * 3 % MEASURED_SKUS;
          list.add(reserve(--measuredOrder, line(0, sku, 1)));
        }
        LedgerScope scope = LedgerScope.of(list);
        ledger.settle(
            SHARD,
            new LedgerScope(scope.refs(), scope.refs(), scope.stock()),
            state -> ReservationPolicy.decide(list, state, Instant.now()));
      }
    }

    // SHOW STATUS itself reads some hundred rows; one scan a batch would read tens of thousands.
    assertThat(rowsReadByScanning() - before).isLessThan(batches * 1_000L);
  }

  private static long rowsReadByScanning() throws SQLException {
    Shard shard = stack.endpoints().mysql().get(SHARD);
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    try (var connection = DriverManager.getConnection(url, shard.user(), shard.password());
        var status = connection.createStatement();
        var row = status.executeQuery("SHOW GLOBAL STATUS LIKE 'Handler_read_%next'")) {
      long rows = 0;
      while (row.next()) {
        rows += row.getLong(2);
      }
      return rows;
    }
  }

  /** Prints, for orders of magnitude; a loaded machine must not fail the build. */
  @Test
  @Tag("extended")
  void measuresReservationsOfOneShard() throws Exception {
    String run = UUID.randomUUID().toString().substring(0, 8);
    List<Command> open = new ArrayList<>();
    for (int i = 0; i < MEASURED_SKUS; i++) {
      open.add(adjust("r", run + i, 1_000_000));
    }
    decide(open);
    for (int linesPerOrder : new int[] {1, 5}) {
      // Half of the batches warm up, as a JVM that has just started says nothing of one that runs.
      measure(run, linesPerOrder);
      System.out.printf(
          "one shard, batches of 500 lines, %d a command: %s%n",
          linesPerOrder, measure(run, linesPerOrder));
    }
  }

  private String measure(String run, int linesPerOrder) throws LedgerException {
    Random random = new Random(linesPerOrder);
    long cpuNanos = -ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long nanos = -System.nanoTime();
    long lines = 0;
    for (int batch = 0; batch < MEASURED_BATCHES; batch++) {
      List<Command> commands = new ArrayList<>();
      for (int command = 0; command < 500 / linesPerOrder; command++) {
        Command.Line[] wanted = new Command.Line[linesPerOrder];
        for (int i = 0; i < linesPerOrder; i++) {
          wanted[i] = line(i, run + random.nextInt(MEASURED_SKUS), 1);
        }
        commands.add(reserve(--measuredOrder, wanted));
      }
      lines += decide(commands).movements().size();
    }
    nanos += System.nanoTime();
    cpuNanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return String.format(
        "%,.0f lines/s; %.1f µs of this process's processor time a line",
        lines / (nanos / 1e9), cpuNanos / 1e3 / lines);
  }

  private static Decision decide(List<Command> commands) throws LedgerException {
    return ledger.settle(
        SHARD,
        LedgerScope.of(commands),
        state -> ReservationPolicy.decide(commands, state, Instant.now()));
  }
}
