package io.spillway.ingest.adapter.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis, and does without it when it fails. After a few failures in a row no request asks it
 * until a ping in the background is answered, so that a stalled server costs a request nothing.
 * Thread-safe; waits for no longer than a command may take; never fails.
 */
public final class RedisCalls implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

  private final RedisLink link;
  private final CircuitBreaker breaker;
  private final Counter failures;
  private volatile boolean toldOpen;

  RedisCalls(RedisLink link, CircuitBreaker breaker, MeterRegistry metrics) {
    this.link = link;
    this.breaker = breaker;
    this.failures =
        Counter.builder("spillway.ingest.answers.failures")
            .description("Redis commands that failed or timed out")
            .register(metrics);
    Gauge.builder("spillway.ingest.answers.bypassed", breaker, b -> isOpen(b) ? 1 : 0)
        .description("1 while the Redis circuit breaker is open")
        .register(metrics);
  }

  /** Stops asking after some failures in a row, and then pings once per pause. */
  public static RedisCalls start(
      RedisLink link, int breakerFailures, Duration breakerPause, MeterRegistry metrics) {
    RedisCalls calls = new RedisCalls(link, breaker(breakerFailures, breakerPause), metrics);
    link.every(breakerPause, calls::probe);
    return calls;
  }

  /** Opens after so many failures in a row; half a pause later one ping may close it. */
  static CircuitBreaker breaker(int failures, Duration pause) {
    return CircuitBreaker.of(
        "redis",
        CircuitBreakerConfig.custom()
            .slidingWindow(failures, failures, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitDurationInOpenState(pause.dividedBy(2))
            .maxWaitDurationInHalfOpenState(pause)
            .build());
  }

  /** Whether requests do without Redis: half open, it is a ping's turn. */
  private static boolean isOpen(CircuitBreaker breaker) {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN, HALF_OPEN -> true;
      case CLOSED, DISABLED, METRICS_ONLY -> false;
    };
  }

  /** Always up, since orders are taken without Redis; says so when they are. */
  @Override
  public HealthStatus check() {
    if (link.commands() == null || isOpen(breaker)) {
      return new HealthStatus(
          true, "degraded: Redis does not answer; a repeated order may show another acceptedAt");
    }
    return HealthStatus.up();
  }

  /**
   * What a command yields; null when that is nothing, and when Redis does not answer or is not
   * asked.
   */
  <T> @Nullable T ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<@Nullable T>> command) {
    RedisAsyncCommands<byte[], byte[]> redis = link.commands();
    if (redis == null || isOpen(breaker)) {
      return null;
    }
    try {
      T answer = command.apply(redis).toCompletableFuture().join();
      note(null);
      return answer;
    } catch (RuntimeException e) {
      note(e);
      return null;
    }
  }

  private void probe() {
    RedisAsyncCommands<byte[], byte[]> redis = link.commands();
    boolean open = isOpen(breaker);
    // Told once per change that lasts: at the edge the breaker opens and closes many times a
    // second.
    if (open && !toldOpen) {
      LOG.atWarn()
          .log(
              "Redis circuit breaker open; orders are accepted without Redis until a ping succeeds");
    } else if (!open && toldOpen) {
      LOG.atInfo().log("Redis circuit breaker closed");
    }
    toldOpen = open;
    if (redis != null && open && breaker.tryAcquirePermission()) {
      var _ = redis.ping().whenComplete((_, failure) -> note(failure));
    }
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null) {
      failures.increment();
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    } else {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }
  }
}
