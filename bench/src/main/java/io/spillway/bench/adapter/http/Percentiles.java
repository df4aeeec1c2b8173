package io.spillway.bench.adapter.http;

import io.spillway.bench.core.Measurements;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A histogram of microseconds as figures. */
public final class Percentiles {
  private Percentiles() {}

  /** p50, p90, p99, p99.9 and the highest, in milliseconds. */
  public static Measurements of(Histogram micros) {
    return of("", micros);
  }

  /** The same, named after what they are of. */
  public static Measurements of(String prefix, Histogram micros) {
    Measurements figures = new Measurements(Map.of());
    for (double percentile : new double[] {50, 90, 99, 99.9}) {
      String name = prefix + "p" + (percentile == 99.9 ? "99.9" : (int) percentile) + " ms";
      figures = figures.with(name, micros.getValueAtPercentile(percentile) / 1_000.0);
    }
    return figures.with(prefix + "max ms", micros.getMaxValue() / 1_000.0);
  }
}
