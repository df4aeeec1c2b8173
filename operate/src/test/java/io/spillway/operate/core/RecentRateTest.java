package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentRateTest {
  private final RecentRate rate = new RecentRate();

  @Test
  void oneSampleHasNoRate() {
    assertThat(rate.perSecond()).isZero();
    at(0, 7);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void onlyTheLastSecondsCount() {
    for (int second = 0; second <= 60; second++) {
      at(second * 1_000, second * 1_000L);
    }
    assertThat(rate.perSecond()).isEqualTo(1_000);
    for (int second = 61; second <= 80; second++) {
      at(second * 1_000, 60_000);
    }
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void manySamplesOfOneMomentAreOne() {
    for (int i = 0; i <= 10_000; i++) {
      at(i, i * 3L);
    }
    assertThat(rate.perSecond()).isBetween(2_970.0, 3_030.0);
  }

  @Test
  void aNumberThatFallsHasANegativeRate() {
    at(0, 500);
    at(2_000, 100);
    assertThat(rate.perSecond()).isEqualTo(-200);
  }

  private void at(int millis, long value) {
    rate.at(Duration.ofMillis(millis), value);
  }
}
