package io.spillway.ingest.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.ingest.port.ProductCache;
import io.spillway.ingest.port.ProductCacheContract;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisProductsIT extends ProductCacheContract {
  private static TestStack stack;
  private static RedisLink link;
  private static RedisProducts cache;

  @BeforeAll
  static void start() {
    stack = TestStack.start(Server.REDIS);
    link =
        RedisLink.start(new RedisConfig(stack.endpoints().redis()), Duration.ofSeconds(5), 10_000);
    cache =
        new RedisProducts(
            RedisCalls.start(link, 3, Duration.ofMillis(200), new SimpleMeterRegistry()),
            Duration.ofHours(1));
    Awaitility.await().until(() -> link.commands() != null);
  }

  @AfterAll
  static void stop() {
    link.close();
    stack.close();
  }

  @Override
  protected ProductCache cache() {
    return cache;
  }

  @Test
  void thatThereIsNoneIsNotHeld() throws Exception {
    ProductKey key = fresh();
    cache.offer(TestProducts.cached(key, 0, AT));

    assertThat(cache.get(key)).isEmpty();
  }

  @Test
  void whatIsHeldRunsOut() throws Exception {
    ProductKey key = fresh();
    cache.offer(TestProducts.cached(key, 1, AT));

    try (RedisClient client = RedisClient.create(stack.endpoints().redis())) {
      assertThat(client.connect().sync().ttl("spillway:product:" + key.text()))
          .isBetween(3_500L, 3_600L);
    }
  }

  @Test
  void whatCannotBeReadIsPassedOverAndReplaced() throws Exception {
    try (RedisClient client = RedisClient.create(stack.endpoints().redis())) {
      for (String damaged : new String[] {"", "\n", "7", "9 9\nno row", "x y\n", "9 z\n"}) {
        ProductKey key = fresh();
        client.connect().sync().set("spillway:product:" + key.text(), damaged);
        assertThat(cache.get(key)).isEmpty();

        cache.offer(TestProducts.cached(key, 10, AT));
        assertThat(cache.get(key)).contains(TestProducts.cached(key, 10, AT));
      }
    }
  }

  @Test
  void aServerThatDiesHoldsNothingAndIsUsedAgain() throws Exception {
    ProductKey key = fresh();
    stack.kill("redis");
    cache.offer(TestProducts.cached(key, 1, AT));
    assertThat(cache.get(key)).isEmpty();
    cache.forget(key);

    stack.start("redis");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              cache.offer(TestProducts.cached(key, 1, AT));
              return cache.get(key).isPresent();
            });
  }
}
