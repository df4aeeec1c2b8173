package io.spillway.ingest.adapter.redis;

import static io.spillway.ingest.core.TestOrders.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.AnswerStoreContract;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisAnswerStoreIT extends AnswerStoreContract {
  private static final Duration CLAIM = Duration.ofMillis(1_500);
  private static TestStack stack;
  private static RedisLink link;
  private static RedisCalls calls;
  private static RedisAnswerStore store;

  @BeforeAll
  static void start() {
    stack = TestStack.start(Server.REDIS);
    link =
        RedisLink.start(new RedisConfig(stack.endpoints().redis()), Duration.ofMillis(500), 10_000);
    calls = RedisCalls.start(link, 3, Duration.ofMillis(200), new SimpleMeterRegistry());
    store =
        new RedisAnswerStore(
            calls,
            new RedisAnswerStore.Lifetimes(Duration.ofHours(1), CLAIM, Duration.ofHours(1)),
            new Random());
    Awaitility.await().until(() -> link.commands() != null);
  }

  @AfterAll
  static void stop() {
    link.close();
    stack.close();
  }

  @Override
  protected AnswerStore store() {
    return store;
  }

  @Override
  protected void expireClaims() throws InterruptedException {
    Thread.sleep(CLAIM.plusMillis(100));
  }

  @Test
  void whatIsKeptRunsOut() throws Exception {
    var order = accepted("c1", UUID.randomUUID().toString(), 0);
    store.keep(List.of(order));

    try (RedisClient client = RedisClient.create(stack.endpoints().redis())) {
      var redis = client.connect().sync();
      assertThat(redis.keys("spillway:*" + order.idempotencyKey()))
          .isNotEmpty()
          .allMatch(key -> redis.ttl(key) > 3_000);
      assertThat(redis.ttl("spillway:accepted:" + order.orderId())).isGreaterThan(3_000);
    }
  }

  @Test
  void aStalledServerCostsAFewRequestsAndThenNone() throws Exception {
    stack.pause("redis");
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(claimFresh()).isInstanceOf(AnswerStore.Claim.Unavailable.class);
      }
      assertThat(calls.check().healthy()).isTrue();
      assertThat(calls.check().why()).contains("degraded");
      long began = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        assertThat(claimFresh()).isInstanceOf(AnswerStore.Claim.Unavailable.class);
      }
      // Alone, each would have waited half a second.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    } finally {
      stack.resume("redis");
    }
    awaitGranted();
    assertThat(calls.check().why()).isEmpty();
  }

  @Test
  void aServerThatDiesAndComesBackIsUsedAgain() throws Exception {
    stack.kill("redis");
    assertThat(claimFresh()).isInstanceOf(AnswerStore.Claim.Unavailable.class);
    stack.start("redis");
    awaitGranted();
  }

  private static void awaitGranted() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> claimFresh() instanceof AnswerStore.Claim.Granted);
  }

  private static AnswerStore.Claim claimFresh() throws Exception {
    return store.claim(List.of(accepted("c1", UUID.randomUUID().toString(), 0))).getFirst();
  }
}
