package io.spillway.bench.adapter.http;

import io.spillway.bench.core.Figures;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A histogram of microseconds as figures. */
public final class Percentiles {
  private Percentiles() {}

  /** p50, p90, p99, p99.9 and the highest, in milliseconds. */
  public static Figures of(Histogram micros) {
    return of("", micros);
  }

  /** The same, named after what they are of. */
  public static Figures of(String prefix, Histogram micros) {
    Figures figures = new Figures(Map.of());
    for (double percentile : new double[] {50, 90, 99, 99.9}) {
      String name = prefix + "p" + (percentile == 99.9 ? "99.9" : (int) percentile) + " ms";
      figures = figures.with(name, micros.getValueAtPercentile(percentile) / 1_000.0);
    }
    return figures.with(prefix + "max ms", micros.getMaxValue() / 1_000.0);
  }
}
