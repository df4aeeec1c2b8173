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

/** Products in memory: so many bytes, of those that are asked for most. */
public final class CaffeineProducts implements ProductCache {
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
  public Optional<CachedProduct> get(ProductKey key) {
    return Optional.ofNullable(entries.getIfPresent(key));
  }

  @Override
  public void offer(CachedProduct entry) {
    entries.asMap().merge(entry.key(), entry, CachedProduct::newer);
  }

  @Override
  public void update(CachedProduct entry) {
    entries.asMap().computeIfPresent(entry.key(), (_, held) -> CachedProduct.newer(held, entry));
  }

  @Override
  public void forget(ProductKey key) {
    entries.invalidate(key);
  }

  private double weightBytes() {
    return entries
        .policy()
        .eviction()
        .map(eviction -> eviction.weightedSize().orElse(0))
        .orElse(0L);
  }
}
