package io.spillway.ingest.adapter.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Products in memory: so many bytes, of those that are asked for most. Every stage is complete. */
public final class CaffeineProducts implements ProductCache {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final Cache<ProductKey, CachedProduct> entries;

  /** Holds so much, each entry so long after it was last confirmed or tried to be. */
  public CaffeineProducts(long maxBytes, Duration keepFor, MeterRegistry metrics) {
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((ProductKey _, CachedProduct entry) -> entry.weightBytes())
            .expireAfterWrite(keepFor)
            .build();
    Gauge.builder("spillway.ingest.products.memory.entries", entries, Cache::estimatedSize)
        .description("products in memory")
        .register(metrics);
    Gauge.builder("spillway.ingest.products.memory.size", this, CaffeineProducts::weightBytes)
        .description("estimated bytes of products in memory")
        .baseUnit("bytes")
        .register(metrics);
  }

  @Override
  public CompletionStage<Optional<CachedProduct>> get(ProductKey key) {
    return CompletableFuture.completedStage(Optional.ofNullable(entries.getIfPresent(key)));
  }

  @Override
  public CompletionStage<Void> offer(CachedProduct entry) {
    entries.asMap().merge(entry.key(), entry, CachedProduct::newer);
    return DONE;
  }

  @Override
  public CompletionStage<Void> update(CachedProduct entry) {
    entries.asMap().computeIfPresent(entry.key(), (_, held) -> CachedProduct.newer(held, entry));
    return DONE;
  }

  @Override
  public CompletionStage<Void> forget(ProductKey key) {
    entries.invalidate(key);
    return DONE;
  }

  private double weightBytes() {
    return entries
        .policy()
        .eviction()
        .map(eviction -> eviction.weightedSize().orElse(0))
        .orElse(0L);
  }
}
