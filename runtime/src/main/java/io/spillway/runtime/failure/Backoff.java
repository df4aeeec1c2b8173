package io.spillway.runtime.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential delays with equal jitter: a random point in the upper half of {@code first *
 * 2^(n-1)}, capped. As thread-safe as its random generator.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">source</a>
 */
public final class Backoff {
  private static final int MAX_DOUBLINGS = 30;

  private final long firstNanos;
  private final long maxNanos;
  private final RandomGenerator random;

  /** Throws {@link IllegalArgumentException} unless {@code 0 < first <= max}. */
  public Backoff(Duration first, Duration max, RandomGenerator random) {
    if (!first.isPositive() || first.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "backoff must satisfy 0 < first <= max, but first is " + first + " and max is " + max);
    }
    this.firstNanos = first.toNanos();
    this.maxNanos = max.toNanos();
    this.random = random;
  }

  /** How long to wait after failure number {@code attempt} in a row; the first is 1. */
  public Duration delay(int attempt) {
    int doublings = Math.clamp(attempt - 1L, 0, MAX_DOUBLINGS);
    long ceiling = firstNanos > (maxNanos >> doublings) ? maxNanos : firstNanos << doublings;
    long floor = ceiling / 2;
    return Duration.ofNanos(floor + random.nextLong(ceiling - floor + 1));
  }
}
