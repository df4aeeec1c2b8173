package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import java.time.Duration;
import java.util.SplittableRandom;

/** Reservations by threads that draw their orders. */
abstract class Reserving extends StockContender {
  private final int threads;
  private long runs;

  Reserving(String name, Role role, int threads, MysqlLab lab, ReserveLoad load, StockPlan plan) {
    super(name, role, lab, load, plan);
    this.threads = threads;
  }

  @Override
  final Measurements measured(Duration duration) throws Exception {
    long seed = ++runs * 1_000;
    return Workers.run(
        threads, duration, worker -> work(worker, new SplittableRandom(seed + worker)));
  }

  /** What one thread repeats. */
  abstract Workers.Work work(int worker, SplittableRandom random) throws Exception;
}
