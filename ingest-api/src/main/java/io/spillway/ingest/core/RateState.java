package io.spillway.ingest.core;

import java.time.Duration;

/**
 * A bucket after an order asked for tokens.
 *
 * @param policy whose bucket it is
 * @param retryAfter zero when there were enough, else until there are
 * @param fullIn until it is full again, when nothing else is taken
 */
public record RateState(RatePolicy policy, Duration retryAfter, Duration fullIn) {
  private static final long SECOND_MICROS = 1_000_000;

  /** Of times in microseconds. */
  public static RateState ofMicros(RatePolicy policy, long retryAfter, long fullIn) {
    return new RateState(
        policy, Duration.ofNanos(retryAfter * 1_000), Duration.ofNanos(fullIn * 1_000));
  }

  /** Tokens that are left. */
  public long remaining() {
    return policy.rule().remaining(fullIn.toNanos() / 1_000);
  }

  /** An item of the header {@code RateLimit}: what is left, and until it is all there again. */
  String header() {
    return '"'
        + policy.quota().text()
        + "\";r="
        + remaining()
        + ";t="
        + seconds(fullIn.toNanos() / 1_000);
  }

  static long seconds(long micros) {
    return Math.ceilDiv(micros, SECOND_MICROS);
  }
}
