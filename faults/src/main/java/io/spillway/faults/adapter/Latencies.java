package io.spillway.faults.adapter;

import io.spillway.faults.core.LatencyFigures;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long clients waited for their 202, from the moment an order was due, retries included, so
 * that an outage shows in them. Thread-safe.
 */
final class Latencies {
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final Map<LatencyFigures.Phase, Histogram> phases =
      new EnumMap<>(LatencyFigures.Phase.class);
  private volatile LatencyFigures.Phase now = LatencyFigures.Phase.BEFORE;

  Latencies() {
    for (LatencyFigures.Phase phase : LatencyFigures.Phase.values()) {
      phases.put(phase, new ConcurrentHistogram(LONGEST_MICROS, DIGITS));
    }
  }

  void enter(LatencyFigures.Phase phase) {
    now = phase;
  }

  /** The phase that an order due now belongs to. */
  LatencyFigures.Phase phase() {
    return now;
  }

  void record(LatencyFigures.Phase phase, long nanos) {
    Histogram histogram = phases.get(phase);
    if (histogram != null) {
      histogram.recordValue(Math.clamp(nanos / 1_000, 1, LONGEST_MICROS));
    }
  }

  Map<LatencyFigures.Phase, LatencyFigures> figures() {
    Map<LatencyFigures.Phase, LatencyFigures> figures = new EnumMap<>(LatencyFigures.Phase.class);
    phases.forEach(
        (phase, histogram) ->
            figures.put(
                phase,
                new LatencyFigures(
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50) / 1_000.0,
                    histogram.getValueAtPercentile(99) / 1_000.0)));
    return figures;
  }
}
