package io.spillway.bench.core;

import java.util.SplittableRandom;

/**
 * Open-loop arrival times, fixed before the first request goes out: a slow answer delays no later
 * request, and latency counts from the intended time (no coordinated omission).
 *
 * @param nanos since the start, ascending
 */
public record Arrivals(long[] nanos) {
  /** A Poisson process of {@code perSecond} over {@code seconds}. */
  public static Arrivals poisson(double perSecond, double seconds, long seed) {
    if (perSecond <= 0 || seconds <= 0 || perSecond * seconds > 100_000_000) {
      throw new IllegalArgumentException(
          perSecond + " arrivals a second for " + seconds + " s are not 1 to 100,000,000");
    }
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[(int) Math.max(1, Math.round(perSecond * seconds))];
    double at = 0;
    for (int i = 0; i < times.length; i++) {
      at += -Math.log(1 - random.nextDouble()) / perSecond;
      times[i] = (long) (at * 1e9);
    }
    return new Arrivals(times);
  }

  public int count() {
    return nanos.length;
  }
}
