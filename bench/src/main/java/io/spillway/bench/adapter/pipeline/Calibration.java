package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.core.Measurements;
import java.time.Duration;

/**
 * The rate of arrivals as a share of what the pipeline sustains, which is measured once, at the
 * first use. Not thread-safe.
 */
final class Calibration {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration WARM = Duration.ofSeconds(90);
  private static final double LEAST = 10;

  private final LoadGenerator shop;
  private final double share;
  private double rate;

  Calibration(LoadGenerator shop, double share) {
    this.shop = shop;
    this.share = share;
  }

  /**
   * Measures for as long as a run lasts, but no longer than 10 s, unless it is done. Before that,
   * unless runs are shorter, orders go through for 90 s, because JVMs that have just started are
   * slow.
   */
  void measure(Duration run) throws Exception {
    if (rate == 0) {
      boolean brief = run.compareTo(LONGEST) < 0;
      shop.sustained(brief ? run : WARM);
      Measurements sustained = shop.sustained(brief ? run : LONGEST);
      rate = Math.max(LEAST, share * sustained.get(Measurements.RATE).orElse(0));
    }
  }

  /** Orders a second; 10 at least. */
  double rate() {
    return rate;
  }
}
