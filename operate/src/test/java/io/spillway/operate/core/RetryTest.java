package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Retry RETRY =
      new Retry(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMinutes(1));
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void growsUpToTheMaximum() {
    for (int attempt = 0; attempt < 100; attempt++) {
      Duration ceiling = Duration.ofMillis(Math.min(2_000, 100L << Math.min(attempt, 10)));
      assertThat(RETRY.delay(attempt, Duration.ZERO, random)).isBetween(Duration.ZERO, ceiling);
    }
  }

  @Test
  void waitsAsLongAsTheServerAskedButNotForEver() {
    assertThat(RETRY.delay(0, Duration.ofSeconds(1), random)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RETRY.delay(0, Duration.ofHours(1), random)).isEqualTo(Duration.ofSeconds(2));
  }
}
