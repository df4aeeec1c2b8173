package io.spillway.ingest;

import io.spillway.ingest.ProductAnswer.Level;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.Precondition;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductCache;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Products are read through memory and Redis, and written to their shard. All who miss a product at
 * one time share one load. Changes, of which the feed tells, take the place of what is held; an
 * entry that the tables cannot confirm is answered as stale. Thread-safe.
 */
public final class ProductFlow {
  private final ProductRows rows;
  private final ProductCache memory;
  private final ProductCache redis;
  private final FreshnessPolicy rule;
  private final Clock clock;
  private final ProductMetrics metrics;
  private final Executor refreshes;
  private final ConcurrentMap<ProductKey, CompletableFuture<Loaded>> loading =
      new ConcurrentHashMap<>();
  private volatile Instant followedSince;

  /**
   * Nothing is held yet, so changes need to be followed from now on.
   *
   * @param refreshes runs the loads that nobody waits for, beside the caller
   */
  public ProductFlow(
      ProductRows rows,
      ProductCache memory,
      ProductCache redis,
      FreshnessPolicy rule,
      Clock clock,
      ProductMetrics metrics,
      Executor refreshes) {
    this.rows = rows;
    this.memory = memory;
    this.redis = redis;
    this.rule = rule;
    this.clock = clock;
    this.metrics = metrics;
    this.refreshes = refreshes;
    this.followedSince = clock.instant();
  }

  private record Loaded(CachedProduct entry, Level level, boolean stale) {}

  /** Finds a product; fails with {@link ReadException} when nobody who could know answers. */
  public ProductAnswer find(ProductKey key) {
    metrics.read();
    try {
      ProductAnswer answer = answer(key, memory.get(key).orElse(null));
      metrics.answered(answer);
      return answer;
    } catch (RuntimeException e) {
      metrics.unanswered();
      throw e;
    }
  }

  /** Puts a product; fails with {@link io.spillway.ingest.port.WriteException}. */
  public ProductChange put(ProductKey key, ProductContent content, Precondition precondition) {
    Instant now = clock.instant();
    try {
      ProductChange change =
          rows.change(
              key,
              current ->
                  ProductChange.decide(key, current.orElse(null), content, precondition, now));
      metrics.put(change);
      keep(change, now);
      return change;
    } catch (RuntimeException e) {
      metrics.putFailed(e);
      throw e;
    }
  }

  /** Takes changes that the feed tells of; both caches know them then. */
  public void changed(List<CachedProduct> changes) {
    metrics.changed(changes.size());
    changes.forEach(this::changed);
  }

  /** Takes it that nothing is known of a product any more. */
  public void forget(ProductKey key) {
    loading.remove(key);
    redis.forget(key);
    memory.forget(key);
  }

  /** Takes it that changes may have been missed: whatever is held has to be confirmed. */
  public void gap() {
    metrics.gap();
    followedSince = clock.instant();
  }

  private ProductAnswer answer(ProductKey key, @Nullable CachedProduct held) {
    if (held == null) {
      return answer(load(key, null));
    }
    FreshnessPolicy.Verdict verdict = rule.judge(held, clock.instant(), followedSince);
    return switch (verdict) {
      case AWAIT -> answer(load(key, held));
      case ANSWER -> answer(new Loaded(held, Level.MEMORY, false));
      case ANSWER_STALE -> answer(new Loaded(held, Level.MEMORY, true));
      case ANSWER_AND_REFRESH, ANSWER_STALE_AND_REFRESH -> {
        refresh(key, held);
        boolean stale = verdict == FreshnessPolicy.Verdict.ANSWER_STALE_AND_REFRESH;
        yield answer(new Loaded(held, Level.MEMORY, stale));
      }
    };
  }

  private ProductAnswer answer(Loaded loaded) {
    Instant now = clock.instant();
    CachedProduct entry = loaded.entry();
    return new ProductAnswer(
        entry, loaded.level(), loaded.stale(), entry.age(now), rule.secondsLeft(entry, now));
  }

  /** Loads a product once for all who want it. */
  private Loaded load(ProductKey key, @Nullable CachedProduct held) {
    CompletableFuture<Loaded> mine = new CompletableFuture<>();
    CompletableFuture<Loaded> running = loading.putIfAbsent(key, mine);
    if (running != null) {
      metrics.joined();
      return running.join();
    }
    load(key, held, mine);
    return mine.join();
  }

  /** The same, for those who come later. */
  private void refresh(ProductKey key, CachedProduct held) {
    CompletableFuture<Loaded> mine = new CompletableFuture<>();
    if (loading.putIfAbsent(key, mine) == null) {
      refreshes.execute(() -> load(key, held, mine));
    } else {
      metrics.joined();
    }
  }

  private void load(ProductKey key, @Nullable CachedProduct held, CompletableFuture<Loaded> mine) {
    try {
      Loaded loaded = fromRedisOrTables(key, held);
      remember(loaded, mine);
      // Only now: until memory has it, a change has to see that it is on its way.
      loading.remove(key, mine);
      mine.complete(loaded);
    } catch (RuntimeException | Error e) {
      loading.remove(key, mine);
      mine.completeExceptionally(e);
    }
  }

  private Loaded fromRedisOrTables(ProductKey key, @Nullable CachedProduct held) {
    CachedProduct other = redis.get(key).orElse(null);
    if (other != null && rule.confirms(other, clock.instant(), followedSince)) {
      return new Loaded(other, Level.REDIS, false);
    }
    return fromTables(
        key, held == null || other == null ? one(held, other) : CachedProduct.newer(held, other));
  }

  private Loaded fromTables(ProductKey key, @Nullable CachedProduct fallback) {
    Instant asOf = clock.instant();
    try {
      return new Loaded(
          CachedProduct.of(key, rows.find(key).orElse(null), asOf), Level.MYSQL, false);
    } catch (RuntimeException e) {
      metrics.loadFailed();
      Instant now = clock.instant();
      if (fallback == null || !rule.isUsable(fallback, now)) {
        throw e;
      }
      return new Loaded(fallback.unconfirmedUntil(now.plus(rule.retryAfter())), Level.MEMORY, true);
    }
  }

  private void remember(Loaded loaded, CompletableFuture<Loaded> mine) {
    CachedProduct entry = loaded.entry();
    if (!loaded.stale()) {
      metrics.loaded(loaded.level());
    }
    if (loading.get(entry.key()) != mine) {
      // The product was forgotten meanwhile; those who wait began before that.
      return;
    }
    // Products alone: names that nobody sells would fill Redis.
    if (loaded.level() == Level.MYSQL && entry.product() != null) {
      redis.offer(entry);
    }
    memory.offer(entry);
  }

  private void keep(ProductChange change, Instant asOf) {
    Product product =
        switch (change) {
          case ProductChange.Created(Product created) -> created;
          case ProductChange.Replaced(Product replaced) -> replaced;
          case ProductChange.Unchanged(Product unchanged) -> unchanged;
          case ProductChange.Refused _, ProductChange.Full _ -> null;
        };
    if (product != null) {
      CachedProduct entry = CachedProduct.of(product.key(), product, asOf);
      redis.offer(entry);
      memory.offer(entry);
    }
  }

  /**
   * Redis first: a load that begins after memory was asked for the second time reads the change
   * from Redis or from the tables, and one that began before is seen.
   */
  private void changed(CachedProduct change) {
    if (isHere(change.key())) {
      redis.offer(change);
    } else {
      redis.update(change);
    }
    if (isHere(change.key())) {
      memory.offer(change);
    }
  }

  private boolean isHere(ProductKey key) {
    return loading.containsKey(key) || memory.get(key).isPresent();
  }

  private static @Nullable CachedProduct one(
      @Nullable CachedProduct held, @Nullable CachedProduct other) {
    return held == null ? other : held;
  }
}
