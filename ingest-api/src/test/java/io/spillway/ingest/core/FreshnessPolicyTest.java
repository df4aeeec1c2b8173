package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.ingest.core.FreshnessPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessPolicyTest {
  private static final Instant AT = TestProducts.AT;
  private static final FreshnessPolicy RULE =
      new FreshnessPolicy(seconds(30), seconds(60), seconds(600), seconds(1));

  @ParameterizedTest
  @CsvSource({
    "0, ANSWER", "29, ANSWER", "30, ANSWER_AND_REFRESH", "59, ANSWER_AND_REFRESH",
    "60, AWAIT", "599, AWAIT", "600, AWAIT", "-5, ANSWER"
  })
  void anEntryIsAnsweredRefreshedOrAwaitedByItsAge(long age, Verdict verdict) {
    CachedProduct entry = TestProducts.cached(TestProducts.MUG, 3, AT);
    CachedProduct none = TestProducts.cached(TestProducts.MUG, 0, AT);

    assertThat(RULE.judge(entry, AT.plusSeconds(age), AT)).isEqualTo(verdict);
    assertThat(RULE.judge(none, AT.plusSeconds(age), AT)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "31, 32, ANSWER", "32, 32, ANSWER_AND_REFRESH", "60, 61, ANSWER_STALE",
    "61, 61, ANSWER_STALE_AND_REFRESH", "599, 61, ANSWER_STALE_AND_REFRESH", "600, 601, AWAIT"
  })
  void onceTheTablesFailedNobodyWaitsForThem(long age, long retryAt, Verdict verdict) {
    CachedProduct entry =
        TestProducts.cached(TestProducts.MUG, 3, AT).unconfirmedUntil(AT.plusSeconds(retryAt));

    assertThat(RULE.judge(entry, AT.plusSeconds(age), AT)).isEqualTo(verdict);
  }

  @Test
  void thatThereIsNoneIsNeverAnsweredAsStale() {
    CachedProduct none =
        TestProducts.cached(TestProducts.MUG, 0, AT).unconfirmedUntil(AT.plusSeconds(70));

    assertThat(RULE.judge(none, AT.plusSeconds(61), AT)).isEqualTo(Verdict.AWAIT);
    assertThat(RULE.isUsable(none, AT)).isFalse();
  }

  @Test
  void whatIsOlderThanTheFollowingOfChangesIsConfirmedFirst() {
    CachedProduct entry = TestProducts.cached(TestProducts.MUG, 3, AT);
    Instant later = AT.plusSeconds(1);

    assertThat(RULE.judge(entry, later, later)).isEqualTo(Verdict.AWAIT);
    assertThat(RULE.judge(entry.unconfirmedUntil(later.plusSeconds(1)), later, later))
        .isEqualTo(Verdict.ANSWER_STALE);
    assertThat(RULE.confirms(entry, later, later)).isFalse();
    assertThat(RULE.confirms(entry, later, AT)).isTrue();
    assertThat(RULE.confirms(entry, AT.plusSeconds(30), AT)).isFalse();
  }

  @Test
  void agesMustRise() {
    assertThatThrownBy(() -> new FreshnessPolicy(seconds(2), seconds(1), seconds(3), seconds(1)))
        .hasMessageContaining("PT2S");
    assertThatThrownBy(() -> new FreshnessPolicy(seconds(1), seconds(4), seconds(3), seconds(1)))
        .hasMessageContaining("PT4S");
  }

  @Test
  void theHigherVersionIsNewerAndOfOneVersionTheLaterKnowledge() {
    CachedProduct second = TestProducts.cached(TestProducts.MUG, 2, AT.plusSeconds(9));
    CachedProduct third = TestProducts.cached(TestProducts.MUG, 3, AT);
    CachedProduct thirdLater = TestProducts.cached(TestProducts.MUG, 3, AT.plusSeconds(1));
    CachedProduct none = TestProducts.cached(TestProducts.MUG, 0, AT.plusSeconds(9));
    CachedProduct failed = third.unconfirmedUntil(AT.plusSeconds(5));

    assertThat(CachedProduct.newer(second, third)).isSameAs(third);
    assertThat(CachedProduct.newer(third, none)).isSameAs(third);
    assertThat(CachedProduct.newer(thirdLater, third)).isSameAs(thirdLater);
    assertThat(CachedProduct.newer(third, thirdLater)).isSameAs(thirdLater);
    assertThat(CachedProduct.newer(third, failed)).isSameAs(failed);
    assertThat(CachedProduct.newer(thirdLater, failed)).isSameAs(thirdLater);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
