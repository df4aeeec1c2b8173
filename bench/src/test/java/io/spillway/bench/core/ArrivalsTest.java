package io.spillway.bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  @Test
  void timesRiseAndKeepTheRate() {
    Arrivals arrivals = Arrivals.poisson(1_000, 20, 42);
    assertThat(arrivals.count()).isEqualTo(20_000);
    assertThat(arrivals.nanos()).isSorted();
    assertThat((double) arrivals.nanos()[19_999]).isCloseTo(20e9, withPercentage(5));
  }

  @Test
  void gapsAreAsUnevenAsAPoissonProcessHasThem() {
    long[] nanos = Arrivals.poisson(1_000, 20, 42).nanos();
    long shorter = 0;
    for (int i = 1; i < nanos.length; i++) {
      shorter += nanos[i] - nanos[i - 1] < 1_000_000 ? 1 : 0;
    }
    // 1 - 1/e of the gaps are shorter than the mean.
    assertThat(shorter / 20_000.0).isBetween(0.61, 0.65);
  }

  @Test
  void aSeedRepeatsTheSameTimes() {
    assertThat(Arrivals.poisson(50, 2, 7).nanos()).isEqualTo(Arrivals.poisson(50, 2, 7).nanos());
  }

  @Test
  void impossibleRatesAreRefused() {
    assertThatThrownBy(() -> Arrivals.poisson(0, 1, 1)).hasMessageContaining("0.0 arrivals");
    assertThatThrownBy(() -> Arrivals.poisson(1e9, 3_600, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
