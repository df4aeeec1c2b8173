package io.spillway.ingest.port;

import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.ProductKey;
import java.util.Optional;

/**
 * Holds products for a while, in whatever order they come: what is held never becomes older. May
 * forget at any time. Thread-safe; never fails, a cache that cannot be asked holds nothing.
 */
public interface ProductCache {
  /** What is held of a product. */
  Optional<CachedProduct> get(ProductKey key);

  /** Holds an entry, unless a newer one ({@link CachedProduct#newer}) is held. */
  void offer(CachedProduct entry);

  /** The same, but only in the place of another entry. */
  void update(CachedProduct entry);

  /** Holds a product no longer. */
  void forget(ProductKey key);
}
