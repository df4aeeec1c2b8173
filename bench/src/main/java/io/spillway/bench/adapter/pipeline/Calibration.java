package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.stack.core.RunMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The rate of arrivals as a share of what the pipeline sustains, which is measured once, at the
 * first use. Not thread-safe.
 */
final class Calibration {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration WARM = Duration.ofSeconds(90);
  private static final double LEAST_PER_SECOND = 10;

  private final LoadGenerator shop;
  private final double share;
  private double rate;

  private Calibration(LoadGenerator shop, double share) {
    this.shop = shop;
    this.share = share;
  }

  /** What the pipeline does under arrivals of that many orders a second. */
  @FunctionalInterface
  interface AtRate {
    Measurements run(LoadGenerator shop, Duration run, double perSecond) throws Exception;
  }

  /** The pipeline with all its services, at a share of what it sustains. */
  static OpenRow open(Lab lab, RunMode mode, String contender, double share, AtRate work)
      throws Exception {
    LoadGenerator shop = LoadGenerator.open(lab, mode);
    Calibration calibration = new Calibration(shop, share);
    return new OpenRow(
        List.of(shop),
        List.of(
            new Simple(
                contender,
                Role.OURS,
                run -> {
                  shop.openDoors();
                  calibration.measure(run);
                },
                run -> work.run(shop, run, calibration.rate))),
        Map.of("lines", "2"));
  }

  /**
   * Measures for as long as a run lasts, but no longer than 10 s, unless it is done. Before that,
   * unless runs are shorter, orders go through for 90 s, because JVMs that have just started are
   * slow.
   */
  private void measure(Duration run) throws Exception {
    if (rate == 0) {
      boolean brief = run.compareTo(LONGEST) < 0;
      shop.sustained(brief ? run : WARM);
      Measurements sustained = shop.sustained(brief ? run : LONGEST);
      rate = Math.max(LEAST_PER_SECOND, share * sustained.get(Measurements.RATE).orElse(0));
    }
  }
}
