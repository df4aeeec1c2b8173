package io.spillway.ingest.adapter.redis;

import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisCallsTest {
  private final CircuitBreaker breaker = RedisCalls.breaker(3, Duration.ofMillis(20));

  @Test
  void opensAfterFailuresInARow() {
    failed();
    failed();
    succeeded();
    failed();
    failed();
    assertThat(breaker.getState()).isEqualTo(CLOSED);

    failed();
    assertThat(breaker.getState()).isEqualTo(OPEN);
    failed();
    assertThat(breaker.getState()).isEqualTo(OPEN);
  }

  @Test
  void oneSuccessClosesIt() {
    failed();
    failed();
    failed();
    await().until(breaker::tryAcquirePermission);

    succeeded();

    assertThat(breaker.getState()).isEqualTo(CLOSED);
  }

  @Test
  void onePingAtATimeMayCloseItAndOneThatFailsKeepsItOpen() {
    failed();
    failed();
    failed();
    await().until(breaker::tryAcquirePermission);
    assertThat(breaker.tryAcquirePermission()).isFalse();

    failed();

    assertThat(breaker.getState()).isEqualTo(OPEN);
  }

  private void failed() {
    breaker.onError(0, TimeUnit.NANOSECONDS, new IOException("no answer"));
  }

  private void succeeded() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }
}
