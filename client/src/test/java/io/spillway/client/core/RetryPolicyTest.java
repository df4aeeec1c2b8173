package io.spillway.client.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.client.core.RetryPolicy.Decision;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final RandomGenerator random = new SplittableRandom(7);
  private final RetryPolicy policy =
      RetryPolicy.DEFAULT
          .withAttempts(3)
          .withOutage(Duration.ofMinutes(10))
          .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void poisonIsNeverTriedAgain() {
    assertThat(decide(FailureKind.POISON, 1, Duration.ZERO)).isEqualTo(new Decision.GiveUp());
  }

  @Test
  void whatNobodyRecognisesHasSoManyAttempts() {
    assertThat(decide(FailureKind.UNRECOGNISED, 2, Duration.ofDays(1)))
        .isInstanceOf(Decision.Again.class);
    assertThat(decide(FailureKind.UNRECOGNISED, 3, Duration.ZERO)).isEqualTo(new Decision.GiveUp());
  }

  @Test
  void anOutageIsWaitedForWhateverTheAttempts() {
    assertThat(decide(FailureKind.TRANSIENT, 400, Duration.ofSeconds(599)))
        .isInstanceOf(Decision.Again.class);
    assertThat(decide(FailureKind.TRANSIENT, 1, Duration.ofMinutes(10)))
        .isEqualTo(new Decision.GiveUp());
  }

  @Test
  void waitsDoubleUpToTheLimitWithJitterBelow() {
    for (int attempt = 1; attempt < 80; attempt++) {
      long ceiling = attempt > 4 ? 1_000 : 100L << (attempt - 1);
      Duration wait = policy.backoff().delay(attempt, random);
      assertThat(wait).isBetween(Duration.ofNanos(ceiling * 500_000), Duration.ofMillis(ceiling));
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withAttempts(0))
        .withMessage("attempts = 0: expected 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("expected 0 < first <= max");
  }

  private Decision decide(FailureKind kind, int made, Duration since) {
    return policy.decide(kind, made, since, random);
  }
}
