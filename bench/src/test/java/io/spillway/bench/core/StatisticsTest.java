package io.spillway.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static Sample sample(int round, String contender, double perSecond) {
    return new Sample(
        round,
        contender,
        Role.OURS,
        new Measurements(java.util.Map.of()).with(Measurements.RATE, perSecond));
  }

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
    assertThat(Statistics.median(9, 1, 5)).isEqualTo(OptionalDouble.of(5));
    assertThat(Statistics.median(9, 1, 5, 7)).isEqualTo(OptionalDouble.of(6));
    assertThat(Statistics.median()).isEmpty();
  }

  @Test
  void aRatioComparesWithinEachRound() {
    // The machine was ten times slower in round 2, for both.
    List<Sample> samples =
        List.of(
            sample(1, "a", 100),
            sample(1, "b", 50),
            sample(2, "a", 10),
            sample(2, "b", 5),
            sample(3, "a", 90),
            sample(3, "b", 30));
    assertThat(Statistics.ratio(samples, "a", "b", Measurements.RATE))
        .isEqualTo(OptionalDouble.of(2));
  }

  @Test
  void aRoundThatDidNothingIsNoRatio() {
    List<Sample> samples = List.of(sample(1, "a", 100), sample(1, "b", 0));
    assertThat(Statistics.ratio(samples, "a", "b", Measurements.RATE)).isEmpty();
  }

  @Test
  void aGoalIsMetOnTheRightSide() {
    List<Sample> samples = List.of(sample(1, "a", 100), sample(1, "b", 50));
    Goal twice = Goal.times(2, "a", "b");
    assertThat(twice.reached(samples)).hasValue(2);
    assertThat(twice.isMetBy(2)).isTrue();
    assertThat(twice.isMetBy(1.99)).isFalse();
    Goal most = Goal.atMost(99, "a", Measurements.RATE);
    assertThat(most.isMetBy(most.reached(samples).orElseThrow())).isFalse();
    assertThat(most.reached(List.of())).isEmpty();
  }
}
