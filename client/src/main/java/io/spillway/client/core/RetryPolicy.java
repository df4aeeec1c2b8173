package io.spillway.client.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a failed event is tried again before it becomes a dead letter. Pure.
 *
 * @param attempts of an event whose failure says nothing about its cause, the first one included
 * @param outage for how long a transient failure is tried again; other orders go on meanwhile, as
 *     far as the events in flight are limited
 * @param backoff what is waited between attempts
 */
public record RetryPolicy(int attempts, Duration outage, Backoff backoff) {
  /** Five attempts; transient failures for an hour; 200 ms, doubled up to 30 s. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          5, Duration.ofHours(1), new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

  private static final int MAX_ATTEMPTS = 1_000;

  /** What follows from a failure. */
  public sealed interface Decision {
    /** Another attempt, after a while. */
    record Again(Duration after) implements Decision {}

    /** A dead letter. */
    record GiveUp() implements Decision {}
  }

  /** Throws {@link IllegalArgumentException} for attempts outside 1..1000 or a negative outage. */
  public RetryPolicy {
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts = " + attempts + ": expected 1 to " + MAX_ATTEMPTS);
    }
    if (outage.isNegative()) {
      throw new IllegalArgumentException("outage = " + outage + ": expected PT0S or longer");
    }
  }

  /** The same with another number of attempts. */
  public RetryPolicy withAttempts(int number) {
    return new RetryPolicy(number, outage, backoff);
  }

  /** The same with another limit for transient failures. */
  public RetryPolicy withOutage(Duration limit) {
    return new RetryPolicy(attempts, limit, backoff);
  }

  /** The same with other waits. */
  public RetryPolicy withBackoff(Duration first, Duration max) {
    return new RetryPolicy(attempts, outage, new Backoff(first, max));
  }

  /**
   * Decides on an event that has failed.
   *
   * @param made attempts so far, at least 1
   * @param since how long ago the first of them failed
   */
  public Decision decide(FailureKind kind, int made, Duration since, RandomGenerator random) {
    boolean again =
        switch (kind) {
          case POISON -> false;
          case TRANSIENT -> since.compareTo(outage) < 0;
          case UNRECOGNISED -> made < attempts;
        };
    return again ? new Decision.Again(backoff.delay(made, random)) : new Decision.GiveUp();
  }
}
