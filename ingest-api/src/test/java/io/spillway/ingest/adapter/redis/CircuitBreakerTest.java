package io.spillway.ingest.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final CircuitBreaker breaker = new CircuitBreaker(3);

  @Test
  void opensAfterFailuresInARow() {
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.succeeded()).isFalse();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.open()).isFalse();

    assertThat(breaker.failed()).isTrue();
    assertThat(breaker.open()).isTrue();
    assertThat(breaker.failed()).isFalse();
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void oneSuccessClosesIt() {
    breaker.failed();
    breaker.failed();
    breaker.failed();

    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.succeeded()).isFalse();
    assertThat(breaker.open()).isFalse();
  }
}
