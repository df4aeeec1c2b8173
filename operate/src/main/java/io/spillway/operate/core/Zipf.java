package io.spillway.operate.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws ranks 0 to n-1 with probability proportional to {@code 1 / (rank + 1)^exponent} (Zipf's
 * law), by inversion of the cumulative distribution. Immutable.
 */
public final class Zipf {
  private final double[] cumulative;

  public Zipf(int n, double exponent) {
    cumulative = new double[n];
    double sum = 0;
    for (int rank = 0; rank < n; rank++) {
      sum += 1 / Math.pow(rank + 1.0, exponent);
      cumulative[rank] = sum;
    }
  }

  public int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    // A hit on a bound belongs to the next rank; a miss answers -(insertion point) - 1.
    return Math.min(found >= 0 ? found + 1 : -found - 1, cumulative.length - 1);
  }
}
