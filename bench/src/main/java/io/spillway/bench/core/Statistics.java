package io.spillway.bench.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Medians, because a round that a neighbour disturbed must not count more than the others. */
public final class Statistics {
  private Statistics() {}

  /** The middle value, or the mean of the middle two; empty without any. */
  public static OptionalDouble median(double... values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** The median of a contender's figure over the rounds that have it. */
  public static OptionalDouble median(List<Sample> samples, String contender, String figure) {
    return median(byRound(samples, contender, figure));
  }

  /**
   * The median of the rounds' ratios: the two ran right after one another, so what disturbed a
   * round disturbed both.
   */
  public static OptionalDouble ratio(
      List<Sample> samples, String contender, String against, String figure) {
    Map<Integer, Double> above = values(samples, contender, figure);
    Map<Integer, Double> below = values(samples, against, figure);
    return median(
        above.entrySet().stream()
            .filter(e -> below.getOrDefault(e.getKey(), 0.0) > 0)
            .mapToDouble(e -> e.getValue() / below.getOrDefault(e.getKey(), 1.0))
            .toArray());
  }

  private static double[] byRound(List<Sample> samples, String contender, String figure) {
    return values(samples, contender, figure).values().stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Map<Integer, Double> values(
      List<Sample> samples, String contender, String figure) {
    Map<Integer, Double> values = new HashMap<>();
    for (Sample sample : samples) {
      OptionalDouble value = sample.figures().get(figure);
      if (sample.contender().equals(contender) && value.isPresent()) {
        values.put(sample.round(), value.getAsDouble());
      }
    }
    return values;
  }
}
