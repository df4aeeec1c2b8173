package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReliabilityTableTest {
  private static final RoundResult REDIS = round("redis-killed", 9);

  @Test
  void aMeasuredFaultGetsItsFiguresAndTheOthersStay() {
    String page = "# Page\n\n" + String.join("\n", ReliabilityTable.empty()) + "\n\nEnd | of it";
    String updated = ReliabilityTable.updated(page, List.of(REDIS));
    assertThat(updated.lines().filter(line -> line.contains("`redis-killed`")))
        .containsExactly(
            "| 14 | `redis-killed` | Redis killed, started again | 9 | 90 | 3 | 3 | 4 | 1.5 s |");
    assertThat(updated.lines().filter(line -> line.contains("not measured")).count())
        .isEqualTo(FaultKind.values().length);
    assertThat(updated).startsWith("# Page\n\n| # |").endsWith("\n\nEnd | of it");
    assertThat(ReliabilityTable.updated(updated, List.of(round("redis-killed", 10))))
        .contains("| 14 | `redis-killed` | Redis killed, started again | 10 |");
  }

  @Test
  void aRoundWithObjectionsIsMarked() {
    String page = String.join("\n", ReliabilityTable.empty());
    RoundResult failed = round("redis-killed", 9, List.of("the fault could not be done"));
    assertThat(ReliabilityTable.updated(page, List.of(failed)))
        .contains("| 9 | 90 | 3 | 3 | 4 | 1.5 s, NOT OK: 1 objections |");
  }

  @Test
  void aPageWithoutTheTableIsRefused() {
    assertThatThrownBy(() -> ReliabilityTable.updated("# Page", List.of(REDIS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("| # | fault |");
  }

  private static RoundResult round(String name, long seed) {
    return round(name, seed, List.of());
  }

  private static RoundResult round(String name, long seed, List<String> findings) {
    return new RoundResult(
        name, 14, seed, 60, 1, List.of(), 100, 90, 0, 10, 1, 2, 3, 4, 5, 6, Map.of(), Map.of(),
        1_500, Map.of(), findings);
  }
}
