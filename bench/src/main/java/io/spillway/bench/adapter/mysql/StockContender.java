package io.spillway.bench.adapter.mysql;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import java.time.Duration;

/** A way to reserve stock; its plan says how much there is, and judges what a run leaves. */
abstract class StockContender implements Contender {
  private final String name;
  private final Role role;
  private final StockPlan plan;
  final MysqlLab lab;
  final ReserveLoad load;

  StockContender(String name, Role role, MysqlLab lab, ReserveLoad load, StockPlan plan) {
    this.name = name;
    this.role = role;
    this.lab = lab;
    this.load = load;
    this.plan = plan;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Role role() {
    return role;
  }

  @Override
  public void prepare(Duration duration) throws Exception {
    stock(plan.units(duration));
  }

  /** Puts so many units of each SKU into stock. */
  void stock(int units) throws Exception {
    lab.reset(load, units);
  }

  @Override
  public final Measurements run(Duration duration) throws Exception {
    return plan.judged(measured(duration), lab, load);
  }

  abstract Measurements measured(Duration duration) throws Exception;
}
