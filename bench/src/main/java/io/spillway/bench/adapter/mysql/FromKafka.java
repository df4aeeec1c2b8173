package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import java.time.Duration;
import java.util.Optional;

/** Reservations that wait in Kafka, and are answered into Kafka. */
abstract class FromKafka extends StockContender {
  final CommandBacklog backlog;
  private Optional<Double> perSecond = Optional.empty();
  private int waiting;

  FromKafka(
      String name,
      Role role,
      MysqlLab lab,
      ReserveLoad load,
      CommandBacklog backlog,
      StockPlan plan) {
    super(name, role, lab, load, plan);
    this.backlog = backlog;
  }

  @Override
  public final void prepare(Duration duration) throws Exception {
    super.prepare(duration);
    waiting = CommandBacklog.enough(perSecond, duration.toMillis());
    fill(waiting);
  }

  @Override
  final Measurements measured(Duration duration) throws Exception {
    Drain drain = new Drain();
    Measurements figures;
    try (var _ = start(drain)) {
      figures = drain.await(waiting, duration);
    }
    perSecond = Optional.of(figures.get(Measurements.RATE).orElse(0));
    return figures.with(Measurements.OPERATIONS, drain.count());
  }

  /** Lets so many commands wait. */
  abstract void fill(int commands) throws Exception;

  /** Starts to settle what waits, until closed; each command whose answer is durable is done. */
  abstract AutoCloseable start(Drain drain) throws Exception;
}
