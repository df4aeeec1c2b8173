package io.spillway.analytics.core.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis from 0 with round ticks (steps of 1, 2 or 5 times a power of ten).
 *
 * @param top the highest tick, at least the highest value
 * @param ticks from 0 to top
 */
public record Scale(double top, List<Double> ticks) {
  private static final int TICKS = 4;

  /**
   * An axis for values up to {@code max}.
   *
   * @param smallestStep 1 for what can only be counted
   */
  public static Scale upTo(double max, double smallestStep) {
    double wanted = Math.max(max, smallestStep) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double step = 10 * power;
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= wanted) {
        step = factor * power;
        break;
      }
    }
    step = Math.max(step, smallestStep);
    List<Double> ticks = new ArrayList<>();
    int count = (int) Math.max(1, Math.ceil(max / step));
    for (int i = 0; i <= count; i++) {
      ticks.add(i * step);
    }
    return new Scale(ticks.getLast(), List.copyOf(ticks));
  }

  /** Where a value lies, 0 at the bottom to 1 at the top. */
  public double share(double value) {
    return value / top;
  }
}
