package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Role;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.ReservationPolicy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Ours: the ledger and the policy of the inventory processor, one worker a shard. */
final class BatchWriter extends Reserving {
  /** {@code spillway.inventory.batch.max-commands}. */
  static final int COMMANDS = 512;

  private final MysqlStockLedger ledger;

  BatchWriter(MysqlLab lab, ReserveLoad load, StockPlan plan) {
    super("batch writer", Role.OURS, load.shards().size(), lab, load, plan);
    this.ledger = new MysqlStockLedger(lab.shards(), Clock.systemUTC());
  }

  @Override
  Workers.Work work(int worker, SplittableRandom random) {
    int shard = load.shards().get(worker);
    return () -> settle(shard, random);
  }

  private long settle(int shard, SplittableRandom random) throws Exception {
    List<Command> commands = new ArrayList<>(COMMANDS);
    for (int i = 0; i < COMMANDS; i++) {
      commands.add(load.next(shard, random));
    }
    var now = Clock.systemUTC().instant();
    ledger.settle(
        shard, LedgerScope.of(commands), state -> ReservationPolicy.decide(commands, state, now));
    return commands.size();
  }
}
