package io.spillway.order.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowLimitTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration WANTED = Duration.ofSeconds(2);

  private final WindowLimit limit = new WindowLimit(6000, WANTED);
  private Instant now = NOON;

  @Test
  void slowAnswersLetFewerWait() {
    answers(2_500);

    assertThat(limit.current()).isEqualTo(800);
  }

  @Test
  void onePeriodHalvesItAtMost() {
    answers(60_000);

    assertThat(limit.current()).isEqualTo(500);
  }

  @Test
  void quickAnswersLetMoreWaitOnceTheLimitWasReached() {
    answers(500);
    assertThat(limit.current()).isEqualTo(1000);

    assertThat(limit.isReached(1000)).isTrue();
    answers(1_600);
    assertThat(limit.current()).isEqualTo(1250);

    assertThat(limit.isReached(1249)).isFalse();
    answers(1_600);
    assertThat(limit.current()).isEqualTo(1250);
  }

  @Test
  void itStaysBetweenTheSmallestAndTheLargest() {
    for (int i = 0; i < 20; i++) {
      answers(60_000);
    }
    assertThat(limit.current()).isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(limit.isReached(limit.current())).isTrue();
      answers(0);
    }
    assertThat(limit.current()).isEqualTo(6000);
  }

  @Test
  void aSmallWindowIsNotEnlarged() {
    WindowLimit two = new WindowLimit(2, WANTED);
    two.answered(Duration.ofHours(1), NOON);
    two.answered(Duration.ofHours(1), NOON.plus(WANTED));

    assertThat(two.current()).isEqualTo(2);
    assertThat(two.isReached(1)).isFalse();
    assertThat(two.isReached(2)).isTrue();
  }

  @Test
  void aClockThatIsSetBackBeginsAnew() {
    limit.answered(Duration.ofSeconds(60), NOON);
    now = NOON.minusSeconds(3600);

    answers(2_500);

    assertThat(limit.current()).isEqualTo(800);
  }

  /** So many a second are answered, however many wait: an answer takes as long as Little says. */
  @Test
  void itSettlesWhereAnswersTakeAsLongAsWanted() {
    for (int rate : new int[] {150, 600, 2_000}) {
      WindowLimit settling = new WindowLimit(6000, WANTED);
      Instant at = NOON;
      for (int period = 0; period < 20; period++) {
        assertThat(settling.isReached(settling.current())).isTrue();
        Duration waited = Duration.ofMillis(1000L * settling.current() / rate);
        settling.answered(waited, at);
        at = at.plus(WANTED);
        settling.answered(waited, at);
      }
      assertThat(settling.current()).isBetween(rate * 2 - rate / 10, rate * 2 + rate / 10);
    }
  }

  /** A period of answers that took so long. */
  private void answers(long waitedMillis) {
    limit.answered(Duration.ofMillis(waitedMillis), now);
    now = now.plus(WANTED);
    limit.answered(Duration.ofMillis(waitedMillis), now);
    now = now.plusMillis(1);
  }
}
