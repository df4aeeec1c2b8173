package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Row 12: the inventory processor is away for a while, customers are not. */
public record OutageRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final String SPEED = "seconds of backlog a second";
  private static final double SHARE = 0.07;
  private static final double CHUNK_SECONDS = 1;
  private static final long SAMPLE_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  @Override
  public RowSpec spec() {
    return new RowSpec(
        12,
        "Outage of the inventory processor",
        "orders",
        List.of(
            "Poisson arrivals at 7% of what the pipeline sustained just before, all the time. The"
                + " inventory processor is killed for one run's time (--seconds 600 is the origin's"
                + " case), then started again, its start included; the backlog is drained when no"
                + " more orders are unsettled than arrive in a second. Draining counts while"
                + " arrivals go on: 10 seconds of backlog a second are 600 s in 60 s."),
        List.of(Goal.atLeast(10, OURS, SPEED), Goal.atMost(1.5, OURS, "p99 during by p99 before")));
  }

  @Override
  public Open open() throws Exception {
    return Calibration.open(lab, RunMode.PROCESSES, OURS, SHARE, OutageRow::run);
  }

  private static Measurements run(LoadGenerator shop, Duration run, double rate) throws Exception {
    AtomicLong accepted = new AtomicLong();
    double seconds = run.toMillis() / 1_000.0;
    long start = System.nanoTime();
    try (EventWatch events = new EventWatch(shop.pipeline().kafka())) {
      Curve curve = new Curve(accepted, events);
      Measurements before = arrive(shop, rate, Math.max(1, seconds / 2), accepted);
      shop.pipeline().kill(PipelineService.INVENTORY_PROCESSOR);
      long down = System.nanoTime();
      Measurements during = arrive(shop, rate, seconds, accepted);
      Thread starter = Thread.ofPlatform().name("bench-start").start(() -> start(shop));
      long up = System.nanoTime();
      long waiting = accepted.get() - events.count();
      long deadline = up + PATIENCE.toNanos();
      while ((starter.isAlive() || accepted.get() - events.count() > Math.max(20, rate))
          && System.nanoTime() - deadline < 0) {
        arrive(shop, rate, CHUNK_SECONDS, accepted);
      }
      long end = System.nanoTime();
      starter.join();
      curve.close();
      double drainSeconds = (end - up) / 1e9;
      double ratio =
          during.get("p99 ms").orElse(0) / Math.max(0.001, before.get("p99 ms").orElse(0));
      return Measurements.ofRun(accepted.get(), end - start)
          .with("arrivals/s", rate)
          .with("p99 before ms", before.get("p99 ms").orElse(0))
          .with("p99 during ms", during.get("p99 ms").orElse(0))
          .with("p99 during by p99 before", ratio)
          .with("failed", before.get("failed").orElse(0) + during.get("failed").orElse(0))
          .with("waiting orders", waiting)
          .with("outage s", (up - down) / 1e9)
          .with("drain s", drainSeconds)
          .with(SPEED, (up - down) / 1e9 / drainSeconds)
          .with(curve.figures(up));
    }
  }

  private static Measurements arrive(
      LoadGenerator shop, double rate, double seconds, AtomicLong accepted) throws Exception {
    Arrivals arrivals = Arrivals.poisson(rate, seconds, System.nanoTime());
    return shop.customers(arrivals, _ -> accepted.incrementAndGet());
  }

  private static void start(LoadGenerator shop) {
    try {
      shop.openDoors();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Curve {
    private final Map<Long, Long> points = new java.util.concurrent.ConcurrentSkipListMap<>();
    private final Thread thread;

    Curve(AtomicLong accepted, EventWatch events) {
      thread =
          Thread.ofPlatform()
              .name("bench-curve")
              .start(
                  () -> {
                    try {
                      while (true) {
                        points.put(System.nanoTime(), accepted.get() - events.count());
                        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                      }
                    } catch (InterruptedException done) {
                      // The run is over.
                    }
                  });
    }

    void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }

    /** Points named {@code unsettled@t}, t in seconds since the restart. */
    Measurements figures(long up) {
      Map<String, Double> values = new TreeMap<>();
      Measurements figures = new Measurements(values);
      for (Map.Entry<Long, Long> point : points.entrySet()) {
        String name = String.format(Locale.ROOT, "unsettled@%.1f", (point.getKey() - up) / 1e9);
        figures = figures.with(name, point.getValue());
      }
      return figures;
    }
  }
}
