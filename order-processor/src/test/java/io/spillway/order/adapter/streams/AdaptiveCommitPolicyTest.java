package io.spillway.order.adapter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveCommitPolicyTest {
  private long now = Long.MAX_VALUE - 1_000;
  private final AdaptiveCommitPolicy pace =
      new AdaptiveCommitPolicy(Duration.ofMillis(50), Duration.ofMillis(400), () -> now);

  @Test
  void commitIsDueAfterTheShortestInterval() {
    assertDueAfter(50);
  }

  @Test
  void nothingIsDueForATaskThatDidNothingSinceTheLastCommit() {
    long worked = pace.take();
    commit(10);
    pass(100);
    assertThat(pace.isDue(this, worked)).isFalse();
    assertThat(pace.isDue(this, pace.take())).isTrue();
  }

  @Test
  void periodEndsWithTheFirstRecordAfterTheCommit() {
    long first = pace.take();
    pace.requested(this);
    assertThat(pace.take()).isNotEqualTo(first);
    assertThat(pace.take()).isEqualTo(pace.take());
  }

  @Test
  void timersOfOtherTasksDoNotEndTheCommitThatOneAskedFor() {
    Object other = new Object();
    long worked = pace.take();
    pass(50);
    assertThat(pace.isDue(this, worked)).isTrue();
    pace.requested(this);
    assertThat(pace.isDue(other, worked)).isFalse();
    long ofTimer = pace.period();
    pass(300);
    assertThat(pace.isDue(other, worked)).isFalse();

    // The next timer of the task that asked comes after the commit of 300 ms.
    assertThat(pace.isDue(this, worked)).isFalse();
    assertThat(pace.isDue(other, ofTimer)).isFalse();
    pass(299);
    assertThat(pace.isDue(other, ofTimer)).isFalse();
    pass(1);
    assertThat(pace.isDue(other, ofTimer)).isTrue();
  }

  @Test
  void threeTimesAsLongIsWorkedAsAShortCommitTook() {
    commit(40);
    assertDueAfter(120);

    commit(100);
    assertDueAfter(150);

    commit(10);
    pass(50);
    assertThat(isDue()).isTrue();
  }

  @Test
  void asLongIsWorkedAsALongCommitTook() {
    commit(200);
    assertDueAfter(200);
  }

  @Test
  void neverWaitsLongerThanTheLongestInterval() {
    commit(60_000);
    pass(400);
    assertThat(isDue()).isTrue();
  }

  private void assertDueAfter(long millis) {
    pass(millis - 1);
    assertThat(isDue()).isFalse();
    pass(1);
    assertThat(isDue()).isTrue();
  }

  private boolean isDue() {
    return pace.isDue(this, pace.period());
  }

  private void commit(long millis) {
    pace.requested(this);
    pass(millis);
    pace.take();
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
