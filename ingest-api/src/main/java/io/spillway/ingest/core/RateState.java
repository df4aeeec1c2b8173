package io.spillway.ingest.core;

import java.time.Duration;

/**
 * A tenant's bucket after one order asked for a token.
 *
 * @param rule how it fills
 * @param retryAfter zero when the order got one, else until there is one
 * @param fullIn until it is full again, when nothing else is taken
 */
public record RateState(RateRule rule, Duration retryAfter, Duration fullIn) {
  private static final long SECOND_MICROS = 1_000_000;

  /** Of times in microseconds. */
  public static RateState ofMicros(RateRule rule, long retryAfter, long fullIn) {
    return new RateState(
        rule, Duration.ofNanos(retryAfter * 1_000), Duration.ofNanos(fullIn * 1_000));
  }

  /** Tokens that are left. */
  public long remaining() {
    return (rule.depthMicros() - fullIn.toNanos() / 1_000) / rule.intervalMicros();
  }

  /** The header {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10). */
  public String policy() {
    return "\"tenant\";q=" + rule.burst() + ";w=" + seconds(rule.depthMicros());
  }

  /** The header {@code RateLimit}: what is left, and until it is all there again. */
  public String limit() {
    return "\"tenant\";r=" + remaining() + ";t=" + seconds(fullIn.toNanos() / 1_000);
  }

  private static long seconds(long micros) {
    return Math.ceilDiv(micros, SECOND_MICROS);
  }
}
