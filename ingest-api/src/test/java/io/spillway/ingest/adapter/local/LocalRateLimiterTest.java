package io.spillway.ingest.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.Quota;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.ingest.port.RateLimiterContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest extends RateLimiterContract {
  private final RateLimiter limiter =
      new LocalRateLimiter(POLICIES, () -> System.nanoTime() / 1_000);

  @Override
  protected RateLimiter limiter() {
    return limiter;
  }

  @Test
  void givesExactlyTheRateOverTime() {
    AtomicLong now = new AtomicLong(-5_000_000);
    RateLimiter exact = new LocalRateLimiter(tenantRate(20, 10), now::get);
    int given = 0;
    for (int i = 0; i < 10_000; i++) {
      given += taken(exact, "t").isZero() ? 1 : 0;
      now.addAndGet(1_000);
    }
    // Ten at once, and one for each of the 199 whole intervals that have passed since.
    assertThat(given).isEqualTo(209);
  }

  @Test
  void forgetsTheTenantThatWasQuietLongest() {
    RateLimiter one = new LocalRateLimiter(tenantRate(1, 1), () -> 0);
    assertThat(taken(one, "first")).isZero();
    assertThat(taken(one, "first")).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 10_000; i++) {
      taken(one, "t" + i);
    }
    assertThat(taken(one, "first")).isZero();
    assertThat(taken(one, "t9999")).isPositive();
  }

  private static List<RatePolicy> tenantRate(int perSecond, int burst) {
    return List.of(new RatePolicy(Quota.TENANT, new RateRule(perSecond, burst)));
  }

  private static Duration taken(RateLimiter limiter, String tenant) {
    return limiter.take(List.of(order(tenant))).orElseThrow().getFirst().retryAfter();
  }
}
