package io.spillway.ingest.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RateState;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.ingest.port.RateLimiterContract;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRateLimiterIT extends RateLimiterContract {
  private static final RateDecision ELSEWHERE =
      new RateDecision(
          List.of(new RateState(POLICIES.getFirst(), Duration.ofDays(1), Duration.ZERO)));
  private static TestStack stack;
  private static RedisLink link;
  private static RateLimiter limiter;

  @BeforeAll
  static void start() {
    stack = TestStack.start(Server.REDIS);
    link =
        RedisLink.start(new RedisConfig(stack.endpoints().redis()), Duration.ofSeconds(2), 10_000);
    limiter =
        new RedisRateLimiter(
            new RedisCalls(
                link, RedisCalls.breaker(3, Duration.ofSeconds(1)), new SimpleMeterRegistry()),
            POLICIES,
            orders -> Optional.of(Collections.nCopies(orders.size(), ELSEWHERE)));
  }

  @AfterAll
  static void stop() {
    link.close();
    stack.close();
  }

  @Override
  protected RateLimiter limiter() {
    return limiter;
  }

  @Test
  void whileRedisIsAwayAnotherDecides() throws Exception {
    RedisLink nowhere =
        RedisLink.start(new RedisConfig("redis://127.0.0.1:1"), Duration.ofMillis(100), 10);
    try (nowhere) {
      RateLimiter lost =
          new RedisRateLimiter(
              new RedisCalls(
                  nowhere, RedisCalls.breaker(3, Duration.ofSeconds(1)), new SimpleMeterRegistry()),
              POLICIES,
              orders -> Optional.of(Collections.nCopies(orders.size(), ELSEWHERE)));
      assertThat(lost.take(List.of(order("t")))).hasValue(List.of(ELSEWHERE));
    }
  }

  @Test
  void theWarmUpLeavesNothingBehind() throws Exception {
    RedisWarmUp.run(link, Duration.ofSeconds(30), new Random(3));

    try (RedisClient client = RedisClient.create(stack.endpoints().redis())) {
      var redis = client.connect().sync();
      assertThat(redis.keys("spillway:*"))
          .filteredOn(key -> !key.startsWith("spillway:rate:"))
          .allMatch(key -> redis.pttl(key) <= 5_000);
      assertThat(redis.info("commandstats")).contains("cmdstat_evalsha");
    }
  }
}
