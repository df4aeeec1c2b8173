package io.spillway.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(10);

  @Test
  void doublesUpToTheMostAndStaysInTheUpperHalf() {
    Backoff backoff = new Backoff(FIRST, MAX, new SplittableRandom(7));
    for (int round = 0; round < 200; round++) {
      for (int attempt = 1; attempt <= 200; attempt++) {
        long ceilingMillis = Math.min(10_000, 100L << Math.min(attempt - 1, 20));

        assertThat(backoff.delay(attempt))
            .isBetween(Duration.ofMillis(ceilingMillis / 2), Duration.ofMillis(ceilingMillis));
      }
    }
  }

  @Test
  void spreadsEqualAttempts() {
    Backoff backoff = new Backoff(FIRST, MAX, new SplittableRandom(7));

    assertThat(backoff.delay(5)).isNotEqualTo(backoff.delay(5));
  }

  @Test
  void takesAttemptsBelowOneAsTheFirst() {
    Backoff backoff = new Backoff(FIRST, MAX, new SplittableRandom(7));

    assertThat(backoff.delay(0)).isLessThanOrEqualTo(FIRST);
    assertThat(backoff.delay(Integer.MIN_VALUE)).isLessThanOrEqualTo(FIRST);
    assertThat(backoff.delay(Integer.MAX_VALUE)).isBetween(MAX.dividedBy(2), MAX);
  }

  @Test
  void refusesBoundsThatCannotBe() {
    assertThatThrownBy(() -> new Backoff(MAX, FIRST, new SplittableRandom(7)))
        .hasMessageContaining("first is PT10S and max is PT0.1S");
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, MAX, new SplittableRandom(7)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
