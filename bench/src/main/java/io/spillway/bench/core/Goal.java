package io.spillway.bench.core;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a row should reach.
 *
 * @param contender whose figure it is
 * @param against the contender whose same figure it is divided by; null for the figure itself
 * @param atLeast whether the bound is the least; else the most
 */
public record Goal(
    String contender, String figure, @Nullable String against, boolean atLeast, double bound) {
  /** At least so many times what the other does. */
  public static Goal times(double bound, String contender, String against) {
    return new Goal(contender, Measurements.RATE, against, true, bound);
  }

  /** A figure of at least so much. */
  public static Goal atLeast(double bound, String contender, String figure) {
    return new Goal(contender, figure, null, true, bound);
  }

  /** A figure of at most so much. */
  public static Goal atMost(double bound, String contender, String figure) {
    return new Goal(contender, figure, null, false, bound);
  }

  /** What was reached; empty when the samples cannot tell. */
  public OptionalDouble reached(List<Sample> samples) {
    return against == null
        ? Statistics.median(samples, contender, figure)
        : Statistics.ratio(samples, contender, against, figure);
  }

  public boolean isMetBy(double value) {
    return atLeast ? value >= bound : value <= bound;
  }

  public String text() {
    String sign = atLeast ? "≥ " : "≤ ";
    String number = bound == Math.rint(bound) ? "%,.0f" : "%.2f";
    String value = sign + String.format(Locale.ROOT, number, bound);
    return against == null
        ? contender + ": " + figure + " " + value
        : contender + " " + value + " × " + against;
  }
}
