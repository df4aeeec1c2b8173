package io.spillway.ingest.adapter.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.ValidOrder;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.AnswerStore.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims and answers scratch keys before the first order comes: in a process just started the first
 * commands take longer than a command may, and their orders' answers would not be kept.
 */
public final class RedisWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWarmUp.class);

  /** No tenant can be called so. */
  private static final String SCRATCH = "_warm-up";

  private static final Duration LIFETIME = Duration.ofSeconds(5);
  private static final int ROUNDS = 40;
  private static final int AT_ONCE = 25;

  private RedisWarmUp() {}

  /** Takes as long as it takes, up to a limit; does nothing while Redis is not connected. */
  public static void run(RedisLink link, Duration limit, RandomGenerator random)
      throws InterruptedException {
    if (link.commands() == null) {
      return;
    }
    // With a breaker of its own that never opens: slow answers are what this is for.
    CircuitBreaker never = CircuitBreaker.ofDefaults("warm-up");
    never.transitionToDisabledState();
    AnswerStore scratch =
        new RedisAnswerStore(
            new RedisCalls(link, never, new CompositeMeterRegistry()),
            new RedisAnswerStore.Lifetimes(LIFETIME, LIFETIME, LIFETIME),
            random);
    long began = System.nanoTime();
    int round = 0;
    while (round < ROUNDS && System.nanoTime() - began < limit.toNanos()) {
      round++;
      CompletableFuture<?>[] orders = new CompletableFuture<?>[AT_ONCE];
      for (int i = 0; i < AT_ONCE; i++) {
        orders[i] = order(scratch, Long.toHexString(random.nextLong()));
      }
      await(CompletableFuture.allOf(orders), limit);
    }
    LOG.atInfo()
        .addKeyValue("orders", round * AT_ONCE)
        .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - began).toMillis())
        .log("Redis warm-up finished");
  }

  private static CompletableFuture<?> order(AnswerStore store, String key) {
    Acceptance order =
        Acceptance.of(
            new ValidOrder(
                null, SCRATCH, key, "EUR", List.of(), new TreeMap<>(), null, null, false, 0),
            key,
            Instant.EPOCH);
    return store
        .claim(List.of(order))
        .thenCompose(
            claims ->
                claims.getFirst() instanceof Claim.Granted granted
                    ? store.keep(List.of(order)).thenCompose(_ -> store.release(granted, order))
                    : CompletableFuture.completedStage(null))
        .thenCompose(_ -> store.acceptedAt(order.orderId()))
        .toCompletableFuture();
  }

  private static void await(CompletableFuture<?> orders, Duration limit)
      throws InterruptedException {
    try {
      orders.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.atDebug().setCause(e).log("a round of the Redis warm-up failed");
    }
  }
}
