package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
  @Test
  void theSameSeedDrawsTheSamePlan() {
    assertThat(DemoPlan.of(7, 500, "demo-a")).isEqualTo(DemoPlan.of(7, 500, "demo-a"));
  }

  @Test
  void anotherSeedDrawsAnotherPlan() {
    assertThat(DemoPlan.of(7, 500, "demo-a")).isNotEqualTo(DemoPlan.of(8, 500, "demo-a"));
  }

  @Test
  void everyOrderHasOneToFiveLinesAndItsOwnKey() {
    Set<String> keys = new HashSet<>();
    for (DemoOrder order : DemoPlan.of(1, 2_000, "demo-a").orders()) {
      assertThat(order.lines()).hasSizeBetween(1, 5);
      assertThat(order.lines()).allSatisfy(line -> assertThat(line.quantity()).isBetween(1, 3));
      assertThat(order.tenant()).isEqualTo("demo-a");
      keys.add(order.idempotencyKey());
    }
    assertThat(keys).hasSize(2_000);
  }

  @Test
  void aFewSkusAreAskedForMost() {
    Map<String, Integer> demand = demand(DemoPlan.of(1, 2_000, "demo-a"));
    int total = demand.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(demand.get(DemoPlan.sku(0))).isGreaterThan(total / 20);
    assertThat(demand.getOrDefault(DemoPlan.sku(400), 0)).isLessThan(total / 200);
  }

  @Test
  void onlyTheHottestSkusAreShortAndOnlyByAFewPercent() {
    DemoPlan plan = DemoPlan.of(3, 2_000, "demo-a");
    Map<String, Integer> demand = demand(plan);
    assertThat(plan.stock()).hasSize(DemoPlan.SKUS);
    for (int rank = 0; rank < DemoPlan.SKUS; rank++) {
      int wanted = demand.getOrDefault(DemoPlan.sku(rank), 0);
      Integer stock = plan.stock().get(DemoPlan.sku(rank));
      if (rank < DemoPlan.HOT_SKUS) {
        assertThat(stock).isLessThan(wanted).isGreaterThanOrEqualTo(wanted * 9 / 10);
      } else {
        assertThat(stock).isGreaterThan(wanted);
      }
    }
  }

  @Test
  void aSingleOrderIsAPlanToo() {
    DemoPlan plan = DemoPlan.of(1, 1, "demo-a");
    assertThat(plan.orders()).hasSize(1);
    assertThat(plan.stock().values()).allMatch(units -> units > 0);
  }

  private static Map<String, Integer> demand(DemoPlan plan) {
    Map<String, Integer> demand = new HashMap<>();
    plan.orders().stream()
        .flatMap(order -> order.lines().stream())
        .forEach(line -> demand.merge(line.sku(), line.quantity(), Integer::sum));
    return demand;
  }
}
