package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.RateState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every limiter of 20 orders a second and 10 at once does. */
public abstract class RateLimiterContract {
  /** Orders a second. */
  protected static final int RATE = 20;

  /** Orders at once. */
  protected static final int BURST = 10;

  private final String tenant = UUID.randomUUID().toString();

  /** The limiter under test. */
  protected abstract RateLimiter limiter();

  @Test
  void bearsABurstAndThenTheRate() throws Exception {
    long began = System.nanoTime();
    int given = 0;
    Duration wait = Duration.ZERO;
    for (int i = 0; i < 10 * BURST && wait.isZero(); i++) {
      wait = take(tenant);
      given += wait.isZero() ? 1 : 0;
    }
    double seconds = (System.nanoTime() - began) / 1e9;

    assertThat(given).isBetween(BURST, BURST + (int) (RATE * seconds) + 1);
    assertThat(wait).isBetween(Duration.ofNanos(1), Duration.ofMillis(1_000 / RATE));
    assertThat(take(tenant + "x")).isZero();
    Thread.sleep(wait.plusMillis(5));
    assertThat(take(tenant)).isZero();
  }

  @Test
  void takesForManyOrdersInTheirOrder() {
    List<String> tenants = new ArrayList<>(Collections.nCopies(BURST + 1, tenant));
    tenants.add(0, tenant + "y");
    tenants.add(tenant + "y");

    List<RateState> states = limiter().take(tenants).orElseThrow();
    List<Duration> waits = states.stream().map(RateState::retryAfter).toList();

    assertThat(waits).hasSize(BURST + 3);
    assertThat(waits.subList(0, BURST + 1)).containsOnly(Duration.ZERO);
    assertThat(waits.get(BURST + 1)).isPositive();
    assertThat(waits.getLast()).isZero();
    assertThat(states.getFirst().remaining()).isEqualTo(BURST - 1);
    assertThat(states.get(BURST + 1).remaining()).isZero();
    assertThat(states.getLast().remaining()).isEqualTo(BURST - 2);
    assertThat(states.getLast().policy()).isEqualTo("\"tenant\";q=10;w=1");
    assertThat(states.getLast().limit()).isEqualTo("\"tenant\";r=8;t=1");
  }

  private Duration take(String name) throws Exception {
    return limiter().take(List.of(name)).orElseThrow().getFirst().retryAfter();
  }
}
