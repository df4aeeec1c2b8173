package io.spillway.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.bench.core.Schedule.Turn;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void everyRoundHasEveryContenderOnceAndBeginsWithTheNext() {
    assertThat(Schedule.of(3, 2))
        .containsExactly(
            new Turn(1, 0),
            new Turn(1, 1),
            new Turn(1, 2),
            new Turn(2, 1),
            new Turn(2, 2),
            new Turn(2, 0));
  }
}
