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
import io.spillway.inventory.port.LedgerException;
import io.spillway.inventory.port.StockLedger;
import io.spillway.inventory.port.StockLedgerContract;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.SqlFailures;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.Server;
import io.spillway.stack.Shard;
import io.spillway.stack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MysqlStockLedgerIT extends StockLedgerContract {
  private static TestStack stack;
  private static Shards shards;
  private static StockLedger ledger;

  @BeforeAll
  static void open() throws Exception {
    stack = TestStack.start(Server.MYSQL);
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
    stack.close();
  }

  @Override
  protected StockLedger ledger() {
    return ledger;
  }

  @Override
  protected void requireTransient(LedgerException e) {
    assertThat(new SqlFailures().classify(e)).as("%s", e).isEqualTo(FailureKind.TRANSIENT);
  }

  /** Prints, for orders of magnitude; a loaded machine must not fail the build. */
  @Test
  void measuresReservationsOfOneShard() throws Exception {
    String run = UUID.randomUUID().toString().substring(0, 8);
    int skus = 2_000;
    List<Command> open = new ArrayList<>();
    for (int i = 0; i < skus; i++) {
      open.add(adjust("r", run + i, 1_000_000));
    }
    decide(open);
    // Downwards from zero: the contract's orders have positive numbers.
    int order = 0;
    for (int linesPerOrder : new int[] {1, 5}) {
      Random random = new Random(1);
      long lines = 0;
      Instant end = Instant.now().plus(Duration.ofSeconds(9));
      Instant measured = Instant.now().plus(Duration.ofSeconds(3));
      Instant started = null;
      while (Instant.now().isBefore(end)) {
        if (started == null && Instant.now().isAfter(measured)) {
          started = Instant.now();
          lines = 0;
        }
        List<Command> batch = new ArrayList<>();
        for (int command = 0; command < 500 / linesPerOrder; command++) {
          Command.Line[] wanted = new Command.Line[linesPerOrder];
          for (int i = 0; i < linesPerOrder; i++) {
            wanted[i] = line(i, run + random.nextInt(skus), 1);
          }
          batch.add(reserve(--order, wanted));
        }
        lines += decide(batch).movements().size();
      }
      double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
      System.out.printf(
          "one shard, batches of 500 lines, %d a command: %,.0f lines/s%n",
          linesPerOrder, lines / seconds);
    }
  }

  private static Decision decide(List<Command> commands) throws LedgerException {
    return ledger.settle(
        SHARD,
        LedgerScope.of(commands),
        state -> ReservationPolicy.decide(commands, state, Instant.now()));
  }
}
