package io.spillway.ingest.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.IntakeProgress;
import io.spillway.ingest.core.Quota;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.core.ShareControl;
import io.spillway.ingest.port.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FairShareLimiterTest {
  private final AtomicLong micros = new AtomicLong();
  private Instant now = Instant.EPOCH;

  @Test
  void sharesHoldOnlyWhileOrdersWait() {
    FairShareLimiter limiter = limiter(RateLimiter.unlimited());
    assertThat(limiter.take(orders("noisy", 10_000))).isEmpty();
    flood(limiter);

    List<RateDecision> decisions = limiter.take(orders("noisy", 1_000)).orElseThrow();
    long granted = decisions.stream().filter(each -> each.retryAfter().isZero()).count();
    assertThat(granted).isBetween(5L, 60L);
    RateDecision refused = decisions.getLast();
    assertThat(refused.policies()).startsWith("\"fair-share\";q=");
    assertThat(refused.refusal(orders("noisy", 1).getFirst()))
        .isEqualTo("Orders wait, and tenant 'noisy' exceeds its share");
    assertThat(limiter.take(orders("quiet", 5)).orElseThrow())
        .allSatisfy(each -> assertThat(each.retryAfter()).isZero());

    micros.addAndGet(refused.retryAfter().toNanos() / 1_000 + 1);
    assertThat(limiter.take(orders("noisy", 1)).orElseThrow().getFirst().retryAfter()).isZero();
  }

  @Test
  void theNextLimiterDecidesAboutWhatTheShareGrants() {
    List<RatePolicy> three = List.of(new RatePolicy(Quota.TENANT, new RateRule(1, 3)));
    AtomicReference<RateLimiter> next = new AtomicReference<>(RateLimiter.unlimited());
    FairShareLimiter limiter = limiter(orders -> next.get().take(orders));
    flood(limiter);
    next.set(new LocalRateLimiter(three, micros::get));

    List<RateDecision> decisions = limiter.take(orders("noisy", 1_000)).orElseThrow();
    assertThat(decisions).hasSize(1_000);
    assertThat(decisions.subList(0, 3))
        .allSatisfy(each -> assertThat(each.retryAfter()).isZero())
        .allSatisfy(each -> assertThat(each.states()).hasSize(2));
    assertThat(decisions.get(3).refusal(orders("noisy", 1).getFirst()))
        .contains("orders per second");
    assertThat(decisions.getLast().states()).hasSize(1);
  }

  private FairShareLimiter limiter(RateLimiter next) {
    return new FairShareLimiter(
        new ShareControl(Duration.ofSeconds(1), _ -> 1), _ -> 1, next, micros::get);
  }

  /** A hundred a second are taken while many more are sent; then all buckets are full again. */
  private void flood(FairShareLimiter limiter) {
    long appended = 0;
    for (int i = 0; i < 40; i++) {
      List<RateRequest> orders = orders("noisy", 250);
      appended +=
          limiter
              .take(orders)
              .map(all -> all.stream().filter(each -> each.retryAfter().isZero()).count())
              .orElse(250L);
      now = now.plusMillis(250);
      micros.addAndGet(250_000);
      limiter.observe(new IntakeProgress(now, appended, Math.min(appended, i * 25L)));
    }
    micros.addAndGet(10_000_000);
  }

  private static List<RateRequest> orders(String tenant, int count) {
    return Collections.nCopies(count, new RateRequest(tenant, "key", 10));
  }
}
