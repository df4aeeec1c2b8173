package io.spillway.bench;

import java.time.Duration;
import java.util.SortedSet;

/**
 * What to run.
 *
 * @param rows numbers of the rows
 * @param run how long each contender runs in a round
 * @param rounds how often
 */
public record BenchConfig(SortedSet<Integer> rows, Duration run, int rounds) {
  private static final Duration WARM = Duration.ofSeconds(2);

  public BenchConfig {
    if (run.compareTo(Duration.ofSeconds(1)) < 0 || run.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("--seconds = " + run.toSeconds() + ": expected 1 to 3600");
    }
    if (rounds < 1 || rounds > 100) {
      throw new IllegalArgumentException("--rounds = " + rounds + ": expected 1 to 100");
    }
  }

  /** Whether the figures may be published; a run of a second only proves that the row works. */
  public boolean isMeant() {
    return run.compareTo(WARM) > 0 && rounds >= 3;
  }

  /** How long each contender runs before the first round; nothing of it is kept. */
  Duration warmUp() {
    return isMeant() ? run.dividedBy(2) : Duration.ZERO;
  }
}
