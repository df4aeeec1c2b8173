package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final long HALF_AN_HOUR = Duration.ofMinutes(30).toMillis();

  @Test
  void halfAnHourHasAHundredFaultsOfManyKindsAndEndsInTime() {
    LongStream.range(0, 50)
        .forEach(
            seed -> {
              List<PlannedFault> plan =
                  FaultSchedule.random(seed, HALF_AN_HOUR, FaultSchedule.USUAL_GAP);
              assertThat(plan).as("seed " + seed).hasSizeGreaterThanOrEqualTo(100);
              assertThat(plan).allMatch(fault -> fault.endMillis() <= HALF_AN_HOUR);
              assertThat(plan.stream().map(PlannedFault::kind).distinct().count())
                  .as("kinds of seed " + seed)
                  .isGreaterThan(20);
            });
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherSeedDoesNot() {
    assertThat(FaultSchedule.random(7, HALF_AN_HOUR, FaultSchedule.USUAL_GAP))
        .isEqualTo(FaultSchedule.random(7, HALF_AN_HOUR, FaultSchedule.USUAL_GAP))
        .isNotEqualTo(FaultSchedule.random(8, HALF_AN_HOUR, FaultSchedule.USUAL_GAP));
  }

  @Test
  void atMostTwoAreUpAtATimeAndNeverTwoOfOneTarget() {
    LongStream.range(0, 50)
        .forEach(
            seed -> {
              List<PlannedFault> plan =
                  FaultSchedule.random(seed, HALF_AN_HOUR, FaultSchedule.USUAL_GAP);
              for (PlannedFault fault : plan) {
                List<PlannedFault> up =
                    plan.stream()
                        .filter(other -> other.startMillis() <= fault.startMillis())
                        .filter(other -> other.endMillis() > fault.startMillis())
                        .toList();
                assertThat(up).as("seed " + seed).hasSizeLessThanOrEqualTo(2);
                assertThat(up.stream().map(other -> other.kind().target())).doesNotHaveDuplicates();
              }
            });
  }

  @Test
  void someOverlap() {
    List<PlannedFault> plan = FaultSchedule.random(1, HALF_AN_HOUR, FaultSchedule.USUAL_GAP);
    assertThat(plan)
        .anyMatch(
            fault ->
                plan.stream()
                    .anyMatch(
                        other ->
                            other != fault
                                && other.startMillis() < fault.startMillis()
                                && other.endMillis() > fault.startMillis()));
  }

  @Test
  void whatNeedsAnotherStackOrLosesPositionsIsNeverDrawn() {
    assertThat(FaultSchedule.random(3, 100 * HALF_AN_HOUR, FaultSchedule.USUAL_GAP))
        .extracting(fault -> fault.kind().brokers())
        .containsOnly(1);
  }
}
