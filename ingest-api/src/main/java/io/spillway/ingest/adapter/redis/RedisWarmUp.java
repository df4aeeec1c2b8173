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
  private static final int ROUNDS = 1_000;

  private RedisWarmUp() {}

  /** Takes as long as it takes, up to a limit; does nothing while Redis is not connected. */
  public static void run(RedisLink link, Duration limit, RandomGenerator random) {
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
    int rounds = 0;
    while (rounds < ROUNDS && System.nanoTime() - began < limit.toNanos()) {
      rounds++;
      order(scratch, Long.toHexString(random.nextLong()));
    }
    LOG.atInfo()
        .addKeyValue("orders", rounds)
        .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - began).toMillis())
        .log("Redis warm-up finished");
  }

  private static void order(AnswerStore store, String key) {
    Acceptance order =
        Acceptance.of(
            new ValidOrder(
                null, SCRATCH, key, "EUR", List.of(), new TreeMap<>(), null, null, false, 0),
            key,
            Instant.EPOCH);
    if (store.claim(List.of(order)).getFirst() instanceof Claim.Granted granted) {
      store.keep(List.of(order));
      store.release(List.of(granted));
    }
    store.accepted(order.orderId());
  }
}
