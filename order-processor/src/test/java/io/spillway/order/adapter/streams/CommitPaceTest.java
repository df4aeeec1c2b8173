package io.spillway.order.adapter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private long now = Long.MAX_VALUE - 1_000;
  private final CommitPace pace =
      new CommitPace(Duration.ofMillis(50), Duration.ofMillis(400), () -> now);

  @Test
  void commitIsDueAfterTheShortestInterval() {
    pass(49);
    assertThat(pace.isDue()).isFalse();
    pass(1);
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void periodEndsWithTheFirstStepAfterTheCommit() {
    long first = pace.period();
    pace.requested();
    assertThat(pace.period()).isNotEqualTo(first);
    assertThat(pace.period()).isEqualTo(pace.period());
  }

  @Test
  void asMuchTimeIsWorkedAsTheLastCommitTook() {
    commit(200);
    pass(199);
    assertThat(pace.isDue()).isFalse();
    pass(1);
    assertThat(pace.isDue()).isTrue();

    commit(10);
    pass(50);
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void neverWaitsLongerThanTheLongestInterval() {
    commit(60_000);
    pass(400);
    assertThat(pace.isDue()).isTrue();
  }

  private void commit(long millis) {
    pace.requested();
    pass(millis);
    pace.period();
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
