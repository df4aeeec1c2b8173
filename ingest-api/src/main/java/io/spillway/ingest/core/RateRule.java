package io.spillway.ingest.core;

/**
 * A token bucket, kept as one number: the time at which it would be full again (the generic cell
 * rate algorithm, ITU-T I.371). All times are in microseconds of any one clock.
 *
 * @param intervalMicros in which one token is added
 * @param burst tokens of a full bucket
 */
public record RateRule(long intervalMicros, int burst) {
  private static final long SECOND_MICROS = 1_000_000;

  public RateRule {
    if (intervalMicros < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "interval " + intervalMicros + " us and burst " + burst + " must be positive");
    }
  }

  /** So many a second, rounded down to whole microseconds between two. */
  public static RateRule perSecond(int rate, int burst) {
    return new RateRule(Math.ceilDiv(SECOND_MICROS, rate), burst);
  }

  /** Takes one token from a bucket that would be full at a time, if there is one. */
  public RateState take(long fullAtMicros, long nowMicros) {
    long next = Math.max(fullAtMicros, nowMicros) + intervalMicros;
    long waitMicros = next - depthMicros() - nowMicros;
    return waitMicros > 0
        ? RateState.ofMicros(this, waitMicros, fullAtMicros - nowMicros)
        : RateState.ofMicros(this, 0, next - nowMicros);
  }

  /** In which an empty bucket fills. */
  public long depthMicros() {
    return intervalMicros * burst;
  }
}
