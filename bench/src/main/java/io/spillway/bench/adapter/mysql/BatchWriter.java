package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.ReservationPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Ours: the ledger and the policy of the inventory processor, one worker a shard. */
final class BatchWriter implements Contender {
  /** {@code spillway.inventory.batch.max-commands}. */
  static final int COMMANDS = 512;

  private final MysqlLab lab;
  private final ReserveLoad load;
  private final StockPlan plan;
  private final MysqlStockLedger ledger;
  private long seed = 1;

  BatchWriter(MysqlLab lab, ReserveLoad load, StockPlan plan) {
    this.lab = lab;
    this.load = load;
    this.plan = plan;
    this.ledger = new MysqlStockLedger(lab.shards(), Clock.systemUTC());
  }

  @Override
  public String name() {
    return "batch writer";
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public void prepare(Duration duration) throws Exception {
    lab.reset(load, plan.units(duration));
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    long runSeed = seed++;
    List<Integer> shards = load.shards();
    Measurements figures =
        Workers.run(
            shards.size(),
            duration,
            worker -> {
              int shard = shards.get(worker);
              SplittableRandom random = new SplittableRandom(runSeed * 1_000 + worker);
              return () -> settle(shard, random);
            });
    return plan.judged(figures, lab, load);
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
