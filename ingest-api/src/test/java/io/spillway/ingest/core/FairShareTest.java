package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FairShareTest {
  @Test
  void nobodyIsLimitedWhileThereIsEnough() {
    assertThat(FairShare.level(100, Map.of(), _ -> 1)).isInfinite();
    assertThat(FairShare.level(100, Map.of("a", 60.0, "b", 40.0), _ -> 1)).isInfinite();
  }

  @Test
  void whatTheModestLeaveIsDividedAmongTheOthers() {
    assertThat(FairShare.level(100, Map.of("a", 10.0, "b", 1_000.0), _ -> 1))
        .isCloseTo(90, within(1e-9));
    assertThat(FairShare.level(100, Map.of("a", 10.0, "b", 1_000.0, "c", 50.0), _ -> 1))
        .isCloseTo(45, within(1e-9));
  }

  @Test
  void sharesFollowTheWeights() {
    Map<String, Double> demands = Map.of("big", 1_000.0, "small", 1_000.0, "tiny", 5.0);
    double level = FairShare.level(85, demands, tenant -> tenant.equals("big") ? 3 : 1);
    assertThat(level).isCloseTo(20, within(1e-9));
  }
}
