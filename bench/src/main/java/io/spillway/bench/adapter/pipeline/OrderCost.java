package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.core.Measurements;

/** The processor time of all watched processes but the generator, from a moment on. */
final class OrderCost {
  static final String FIGURE = "processor ms an order";

  private final ProcessCpu cpu;
  private final double before;

  private OrderCost(ProcessCpu cpu) {
    this.cpu = cpu;
    this.before = seconds();
  }

  /** From now on; processes that end meanwhile would take their time with them. */
  static OrderCost from(ProcessCpu cpu) {
    return new OrderCost(cpu);
  }

  /** Milliseconds for each of so many orders, until now. */
  double millis(double orders) {
    return (seconds() - before) * 1_000 / Math.max(1, orders);
  }

  /** The figures of a run with what one of its orders cost, until now. */
  Measurements with(Measurements figures) {
    return figures.with(FIGURE, millis(figures.get(Measurements.OPERATIONS).orElse(0)));
  }

  private double seconds() {
    return cpu.secondsBut(ProcessCpu.GENERATOR, ProcessCpu.OTHERS);
  }
}
