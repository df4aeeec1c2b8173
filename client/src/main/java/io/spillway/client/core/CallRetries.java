package io.spillway.client.core;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which calls are repeated, and when. Every call that is repeated is idempotent: it has a key, or
 * only reads. Pure.
 *
 * @param within from the first attempt; no attempt begins later
 */
public record CallRetries(int attempts, Duration within, Backoff backoff) {
  /** Ten attempts within a minute; 100 ms, doubled up to 5 s. */
  public static final CallRetries DEFAULT =
      new CallRetries(
          10, Duration.ofMinutes(1), new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5)));

  /** A proxy's answers among them; 409 is that only for a request in flight. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429, 500, 502, 503, 504);

  /** Throws {@link IllegalArgumentException} unless at least one attempt is allowed. */
  public CallRetries {
    if (attempts < 1 || within.isNegative()) {
      throw new IllegalArgumentException(
          "attempts = "
              + attempts
              + ", within = "
              + within
              + ": expected 1 or more, PT0S or longer");
    }
  }

  /** Whether a later attempt may be answered otherwise. */
  public static boolean isPassing(Problem problem) {
    return LATER.contains(problem.status()) || problem.is("request-in-flight");
  }

  /**
   * How long to wait for the next attempt; empty when there is none.
   *
   * @param made attempts so far
   * @param since the first one began
   * @param retryAfter what the server asks for, or zero; never waited less than that
   */
  public Optional<Duration> next(
      int made, Duration since, Duration retryAfter, RandomGenerator random) {
    Duration jittered = backoff.delay(made, random);
    // On top of what the server asks of all, or all would come back at once.
    Duration wait = retryAfter.isZero() ? jittered : retryAfter.plus(jittered.dividedBy(4));
    return made < attempts && since.plus(wait).compareTo(within) <= 0
        ? Optional.of(wait)
        : Optional.empty();
  }
}
