package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.Quota;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.RateRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every limiter of {@link #POLICIES} does. */
public abstract class RateLimiterContract {
  /** Orders a second of a tenant. */
  private static final int RATE = 20;

  /** Orders at once of a tenant. */
  private static final int BURST = 10;

  /** The limits of the limiter under test. */
  protected static final List<RatePolicy> POLICIES =
      List.of(
          new RatePolicy(Quota.TENANT, new RateRule(RATE, BURST)),
          new RatePolicy(Quota.CALLER, new RateRule(1, 1_000)),
          new RatePolicy(Quota.TENANT_BYTES, new RateRule(2_000_000, 1_000_000)));

  private final String tenant = UUID.randomUUID().toString();

  /** The limiter under test. */
  protected abstract RateLimiter limiter();

  /** An order of a tenant, by a caller of its own. */
  protected static RateRequest order(String tenant) {
    return new RateRequest(tenant, "key:" + tenant, 100);
  }

  @Test
  void bearsABurstAndThenTheRate() throws Exception {
    long began = System.nanoTime();
    int given = 0;
    Duration wait = Duration.ZERO;
    for (int i = 0; i < 10 * BURST && wait.isZero(); i++) {
      wait = take(order(tenant));
      given += wait.isZero() ? 1 : 0;
    }
    double seconds = (System.nanoTime() - began) / 1e9;

    assertThat(given).isBetween(BURST, BURST + (int) (RATE * seconds) + 1);
    assertThat(wait).isBetween(Duration.ofNanos(1), Duration.ofMillis(1_000 / RATE));
    assertThat(take(order(tenant + "x"))).isZero();
    Thread.sleep(wait.plusMillis(5));
    assertThat(take(order(tenant))).isZero();
  }

  @Test
  void takesForManyOrdersInTheirOrder() {
    List<RateRequest> orders = new ArrayList<>(Collections.nCopies(BURST + 1, order(tenant)));
    orders.add(0, order(tenant + "y"));
    orders.add(order(tenant + "y"));

    List<RateDecision> decisions = limiter().take(orders).orElseThrow();
    List<Duration> waits = decisions.stream().map(RateDecision::retryAfter).toList();

    assertThat(waits).hasSize(BURST + 3);
    assertThat(waits.subList(0, BURST + 1)).containsOnly(Duration.ZERO);
    assertThat(waits.get(BURST + 1)).isPositive();
    assertThat(waits.getLast()).isZero();
    assertThat(remaining(decisions.getFirst())).isEqualTo(BURST - 1);
    assertThat(remaining(decisions.get(BURST + 1))).isZero();
    assertThat(remaining(decisions.getLast())).isEqualTo(BURST - 2);
    assertThat(decisions.getLast().policies())
        .isEqualTo(
            "\"tenant\";q=10;w=1, \"caller\";q=1000;w=1000,"
                + " \"tenant-bytes\";q=1000000;qu=\"content-bytes\";w=1");
    assertThat(decisions.getLast().limits())
        .matches("\"tenant\";r=8;t=1, \"caller\";r=998;t=2, \"tenant-bytes\";r=[0-9]+;t=1");
  }

  @Test
  void whatOneLimitRefusesTakesNothingFromTheOthers() {
    RateRequest large = new RateRequest(tenant, "key:a", 900_000);
    assertThat(take(large)).isZero();

    RateDecision refused = decide(new RateRequest(tenant, "key:a", 600_000));
    assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
    assertThat(refused.refusal(large)).contains("'" + tenant + "'").contains("bytes per second");
    assertThat(refused.states().get(1).remaining()).isEqualTo(999);
    assertThat(take(new RateRequest(tenant, "key:a", 50_000))).isZero();
  }

  @Test
  void anOrderLargerThanTheBucketTakesAllOfIt() {
    RateRequest huge = new RateRequest(tenant, "key:b", 50_000_000);
    assertThat(take(huge)).isZero();
    assertThat(take(huge)).isBetween(Duration.ofMillis(300), Duration.ofMillis(500));
  }

  @Test
  void tenantsOfOneCallerShareItsRate() {
    for (int i = 0; i < 100; i++) {
      List<RateRequest> orders = new ArrayList<>();
      for (int tenants = 0; tenants < 10; tenants++) {
        orders.add(new RateRequest(tenant + (i * 10 + tenants), "key:" + tenant, 1));
      }
      assertThat(limiter().take(orders).orElseThrow())
          .allSatisfy(decision -> assertThat(decision.retryAfter()).isZero());
    }
    RateDecision refused = decide(new RateRequest(tenant, "key:" + tenant, 1));
    assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    assertThat(refused.refusal(order(tenant))).contains("These credentials");
  }

  private static long remaining(RateDecision decision) {
    return decision.states().getFirst().remaining();
  }

  private Duration take(RateRequest order) {
    return decide(order).retryAfter();
  }

  private RateDecision decide(RateRequest order) {
    return limiter().take(List.of(order)).orElseThrow().getFirst();
  }
}
