package io.spillway.operate.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt is repeated: exponential with full jitter (Brooker,
 * "Exponential Backoff And Jitter", 2015), so that senders that failed together do not come back
 * together.
 *
 * @param first upper bound of the first delay
 * @param max upper bound of any delay
 * @param patience give up after this long without an answer
 */
public record Retry(Duration first, Duration max, Duration patience) {
  /** A delay before attempt {@code attempt + 1}; at least what the server asked for, up to max. */
  public Duration delay(int attempt, Duration asked, RandomGenerator random) {
    long ceiling = Math.min(max.toMillis(), first.toMillis() << Math.min(attempt, 20));
    long jittered = random.nextLong(ceiling + 1);
    return Duration.ofMillis(Math.max(jittered, Math.min(asked.toMillis(), max.toMillis())));
  }
}
