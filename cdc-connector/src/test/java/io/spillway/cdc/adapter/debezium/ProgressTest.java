package io.spillway.cdc.adapter.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String B = "4e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final Progress progress = new Progress(Duration.ofSeconds(60));

  @Test
  void idleServerIsNoStall() {
    progress.observed(A + ":1-5", A + ":1-5", at(0));

    assertThat(progress.stalledSince(at(3600))).isNull();
  }

  @Test
  void engineThatReachesEachTargetBetweenTwoLooksIsNoStall() {
    for (int i = 0; i < 100; i++) {
      progress.observed(A + ":1-" + (i + 1), A + ":1-" + (i + 2), at(i * 50L));
      assertThat(progress.stalledSince(at(i * 50L))).isNull();
    }
  }

  @Test
  void engineThatIsFarBehindButReadsIsNoStall() {
    for (int i = 1; i < 100; i++) {
      progress.observed(A + ":1-" + i, A + ":1-1000000", at(i * 59L));
      assertThat(progress.stalledSince(at(i * 59L))).isNull();
    }
  }

  @Test
  void engineThatReadsNothingStallsHoweverFarTheServerGetsOn() {
    progress.observed(A + ":1-5", A + ":1-6", at(10));
    for (int i = 20; i <= 70; i += 10) {
      progress.observed(A + ":1-5", A + ":1-" + i, at(i));
    }
    assertThat(progress.stalledSince(at(70))).isNull();
    assertThat(progress.stalledSince(at(71))).isEqualTo(at(10));

    progress.observed(A + ":1-70", A + ":1-70", at(72));
    assertThat(progress.stalledSince(at(3600))).isNull();
  }

  @Test
  void transactionsOfAnotherOriginCountToo() {
    progress.observed(A + ":1-5", A + ":1-5," + B + ":1", at(0));

    assertThat(progress.stalledSince(at(61))).isEqualTo(at(0));
  }

  @Test
  void taggedTransactionsCountToo() {
    progress.observed(A + ":1-5", A + ":1-5:deploy:1", at(0));
    assertThat(progress.stalledSince(at(61))).isEqualTo(at(0));

    progress.observed(A + ":1-5:deploy:1", A + ":1-5:deploy:1", at(62));
    assertThat(progress.stalledSince(at(600))).isNull();
  }

  @Test
  void anotherEngineIsJudgedByItself() {
    progress.observed(A + ":1-5", A + ":1-6", at(0));
    progress.forget();

    assertThat(progress.stalledSince(at(600))).isNull();
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }
}
