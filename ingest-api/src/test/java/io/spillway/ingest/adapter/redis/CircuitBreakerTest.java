package io.spillway.ingest.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final CircuitBreaker breaker = new CircuitBreaker(3);

  @Test
  void opensAfterFailuresInARow() {
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    breaker.failed();
    assertThat(breaker.open()).isFalse();

    breaker.failed();
    assertThat(breaker.open()).isTrue();
    breaker.failed();
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void oneSuccessClosesIt() {
    breaker.failed();
    breaker.failed();
    breaker.failed();

    breaker.succeeded();

    assertThat(breaker.open()).isFalse();
  }
}
