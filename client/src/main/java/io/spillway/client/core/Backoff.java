package io.spillway.client.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential delays with equal jitter: a random point in the upper half of {@code first *
 * 2^(n-1)}, at most {@code max}. Pure.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">source</a>
 */
public record Backoff(Duration first, Duration max) {
  private static final int MAX_DOUBLINGS = 30;

  /** Throws {@link IllegalArgumentException} unless {@code 0 < first <= max}. */
  public Backoff {
    if (!first.isPositive() || first.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "backoff: first = " + first + ", max = " + max + ": expected 0 < first <= max");
    }
  }

  /** How long to wait after failure number {@code attempt} in a row; the first is 1. */
  public Duration delay(int attempt, RandomGenerator random) {
    long maxNanos = max.toNanos();
    int doublings = Math.clamp(attempt - 1L, 0, MAX_DOUBLINGS);
    long ceiling =
        first.toNanos() > (maxNanos >> doublings) ? maxNanos : first.toNanos() << doublings;
    long floor = ceiling / 2;
    return Duration.ofNanos(floor + random.nextLong(ceiling - floor + 1));
  }
}
