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
import io.spillway.runtime.failure.Failures;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Products are read through memory and Redis, and written to their shard. All who miss a product at
 * one time share one load. Changes, of which the feed tells, take the place of what is held; an
 * entry that the tables cannot confirm is answered as stale. Thread-safe; no method blocks.
 */
public final class ProductFlow {
  private final ProductRows rows;
  private final ProductCache memory;
  private final ProductCache redis;
  private final FreshnessPolicy rule;
  private final Clock clock;
  private final ProductMetrics metrics;
  private final ConcurrentMap<ProductKey, CompletableFuture<Loaded>> loading =
      new ConcurrentHashMap<>();
  private volatile Instant followedSince;

  /** Nothing is held yet, so changes need to be followed from now on. */
  public ProductFlow(
      ProductRows rows,
      ProductCache memory,
      ProductCache redis,
      FreshnessPolicy rule,
      Clock clock,
      ProductMetrics metrics) {
    this.rows = rows;
    this.memory = memory;
    this.redis = redis;
    this.rule = rule;
    this.clock = clock;
    this.metrics = metrics;
    this.followedSince = clock.instant();
  }

  private record Loaded(CachedProduct entry, Level level, boolean stale) {}

  /** Finds a product; the stage fails when nobody who could know answers. */
  public CompletionStage<ProductAnswer> find(ProductKey key) {
    metrics.read();
    return memory
        .get(key)
        .thenCompose(held -> answer(key, held.orElse(null)))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                metrics.answered(answer);
              } else {
                metrics.unanswered();
              }
            });
  }

  /** Puts a product. The stage fails with {@link io.spillway.ingest.port.WriteException}. */
  public CompletionStage<ProductChange> put(
      ProductKey key, ProductContent content, Precondition precondition) {
    Instant now = clock.instant();
    return rows.change(
            key,
            current -> ProductChange.decide(key, current.orElse(null), content, precondition, now))
        .whenComplete(
            (change, failure) -> {
              if (failure == null) {
                metrics.put(change);
              } else {
                metrics.putFailed(Failures.cause(failure));
              }
            })
        .thenCompose(change -> keep(change, now));
  }

  /** Takes changes that the feed tells of; the stage ends when both caches know them. */
  public CompletionStage<Void> changed(List<CachedProduct> changes) {
    metrics.changed(changes.size());
    return CompletableFuture.allOf(
        changes.stream()
            .map(change -> changed(change).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Takes it that nothing is known of a product any more. */
  public CompletionStage<Void> forget(ProductKey key) {
    loading.remove(key);
    return redis.forget(key).thenCompose(_ -> memory.forget(key));
  }

  /** Takes it that changes may have been missed: whatever is held has to be confirmed. */
  public void gap() {
    metrics.gap();
    followedSince = clock.instant();
  }

  private CompletionStage<ProductAnswer> answer(ProductKey key, @Nullable CachedProduct held) {
    Instant now = clock.instant();
    if (held == null) {
      return load(key, null).thenApply(this::answer);
    }
    FreshnessPolicy.Verdict verdict = rule.judge(held, now, followedSince);
    return switch (verdict) {
      case AWAIT -> load(key, held).thenApply(this::answer);
      case ANSWER -> done(answer(new Loaded(held, Level.MEMORY, false)));
      case ANSWER_STALE -> done(answer(new Loaded(held, Level.MEMORY, true)));
      case ANSWER_AND_REFRESH, ANSWER_STALE_AND_REFRESH -> {
        // Not awaited: what it finds is for those who come later.
        var _ = load(key, held);
        boolean stale = verdict == FreshnessPolicy.Verdict.ANSWER_STALE_AND_REFRESH;
        yield done(answer(new Loaded(held, Level.MEMORY, stale)));
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
  private CompletionStage<Loaded> load(ProductKey key, @Nullable CachedProduct held) {
    CompletableFuture<Loaded> mine = new CompletableFuture<>();
    CompletableFuture<Loaded> running = loading.putIfAbsent(key, mine);
    if (running != null) {
      metrics.joined();
      return running;
    }
    var _ =
        fromRedisOrTables(key, held)
            .thenCompose(loaded -> remember(loaded, mine))
            .whenComplete(
                (loaded, failure) -> {
                  // Only now: until memory has it, a change has to see that it is on its way.
                  loading.remove(key, mine);
                  if (failure == null) {
                    mine.complete(loaded);
                  } else {
                    mine.completeExceptionally(Failures.cause(failure));
                  }
                });
    return mine;
  }

  private CompletionStage<Loaded> fromRedisOrTables(ProductKey key, @Nullable CachedProduct held) {
    return redis
        .get(key)
        .thenCompose(
            found -> {
              CachedProduct other = found.orElse(null);
              if (other != null && rule.confirms(other, clock.instant(), followedSince)) {
                return done(new Loaded(other, Level.REDIS, false));
              }
              return fromTables(
                  key,
                  held == null || other == null
                      ? one(held, other)
                      : CachedProduct.newer(held, other));
            });
  }

  private CompletionStage<Loaded> fromTables(ProductKey key, @Nullable CachedProduct fallback) {
    Instant asOf = clock.instant();
    return rows.find(key)
        .thenApply(
            row -> new Loaded(CachedProduct.of(key, row.orElse(null), asOf), Level.MYSQL, false))
        .exceptionally(failure -> stale(fallback, failure));
  }

  private Loaded stale(@Nullable CachedProduct fallback, Throwable failure) {
    metrics.loadFailed();
    Instant now = clock.instant();
    if (fallback == null || !rule.isUsable(fallback, now)) {
      throw new CompletionException(Failures.cause(failure));
    }
    CachedProduct unconfirmed = fallback.unconfirmedUntil(now.plus(rule.retryAfter()));
    return new Loaded(unconfirmed, Level.MEMORY, true);
  }

  private CompletionStage<Loaded> remember(Loaded loaded, CompletableFuture<Loaded> mine) {
    CachedProduct entry = loaded.entry();
    if (!loaded.stale()) {
      metrics.loaded(loaded.level());
    }
    if (loading.get(entry.key()) != mine) {
      // The product was forgotten meanwhile; those who wait began before that.
      return done(loaded);
    }
    // Not awaited, and products alone: names that nobody sells would fill Redis.
    if (loaded.level() == Level.MYSQL && entry.product() != null) {
      var _ = redis.offer(entry);
    }
    return memory.offer(entry).thenApply(_ -> loaded);
  }

  private CompletionStage<ProductChange> keep(ProductChange change, Instant asOf) {
    Product product =
        switch (change) {
          case ProductChange.Created(Product created) -> created;
          case ProductChange.Replaced(Product replaced) -> replaced;
          case ProductChange.Unchanged(Product unchanged) -> unchanged;
          case ProductChange.Refused _ -> null;
        };
    if (product == null) {
      return done(change);
    }
    CachedProduct entry = CachedProduct.of(product.key(), product, asOf);
    return redis.offer(entry).thenCompose(_ -> memory.offer(entry)).thenApply(_ -> change);
  }

  /**
   * Redis first: a load that begins after memory was asked for the second time reads the change
   * from Redis or from the tables, and one that began before is seen.
   */
  private CompletionStage<Void> changed(CachedProduct change) {
    return isHere(change.key())
        .thenCompose(here -> here ? redis.offer(change) : redis.update(change))
        .thenCompose(_ -> isHere(change.key()))
        .thenCompose(here -> here ? memory.offer(change) : CompletableFuture.allOf());
  }

  private CompletionStage<Boolean> isHere(ProductKey key) {
    return loading.containsKey(key) ? done(true) : memory.get(key).thenApply(Optional::isPresent);
  }

  private static @Nullable CachedProduct one(
      @Nullable CachedProduct held, @Nullable CachedProduct other) {
    return held == null ? other : held;
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
