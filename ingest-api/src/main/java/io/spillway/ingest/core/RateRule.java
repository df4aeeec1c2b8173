package io.spillway.ingest.core;

/**
 * A token bucket, kept as one number: the time at which it would be full again (the generic cell
 * rate algorithm, ITU-T I.371). All times are in microseconds of any one clock.
 *
 * @param perSecond tokens that are added in a second
 * @param burst tokens of a full bucket
 */
public record RateRule(long perSecond, long burst) {
  private static final long SECOND_MICROS = 1_000_000;

  /** So that no product of tokens and microseconds overflows. */
  private static final long MOST = 1_000_000_000_000L;

  public RateRule {
    if (perSecond < 1 || burst < 1 || perSecond > MOST || burst > MOST) {
      throw new IllegalArgumentException(
          perSecond + " a second and burst " + burst + " must be from 1 to " + MOST);
    }
  }

  /** In which so many tokens are added; those beyond the burst cost no more than all of it. */
  public long costMicros(long tokens) {
    return Math.ceilDiv(Math.min(tokens, burst) * SECOND_MICROS, perSecond);
  }

  /** In which an empty bucket fills. */
  public long depthMicros() {
    return Math.ceilDiv(burst * SECOND_MICROS, perSecond);
  }

  /** Tokens of a bucket that is full after so many microseconds. */
  public long remaining(long fullInMicros) {
    return Math.max(0, (depthMicros() - fullInMicros) * perSecond / SECOND_MICROS);
  }
}
