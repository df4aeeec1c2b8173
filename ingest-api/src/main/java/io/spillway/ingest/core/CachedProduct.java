package io.spillway.ingest.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A product as a cache holds it, or that there is none.
 *
 * @param product null when the tables have none of this key
 * @param asOf when the tables were known to say so: before they were read, or when a change was
 *     committed
 * @param retryAt when they may be asked again after they did not answer; null when they did
 */
public record CachedProduct(
    ProductKey key, @Nullable Product product, Instant asOf, @Nullable Instant retryAt) {
  // Objects, strings' headers, map entries, the cache's own node.
  private static final int FIXED_BYTES = 500;
  private static final int ATTRIBUTE_BYTES = 150;

  /** What the tables said. */
  public static CachedProduct of(ProductKey key, @Nullable Product product, Instant asOf) {
    return new CachedProduct(key, product, asOf, null);
  }

  /** The same, which could not be confirmed and is not to be asked for before a time. */
  public CachedProduct unconfirmedUntil(Instant retryAt) {
    return new CachedProduct(key, product, asOf, retryAt);
  }

  /** 0 when there is no product. */
  public long version() {
    return product == null ? 0 : product.version();
  }

  /** How old the knowledge is; never negative, though clocks of servers differ. */
  public Duration age(Instant now) {
    return asOf.isAfter(now) ? Duration.ZERO : Duration.between(asOf, now);
  }

  /** Of two entries of one key the higher version; of one version, what was known later. */
  public static CachedProduct newer(CachedProduct one, CachedProduct other) {
    if (one.version() != other.version()) {
      return one.version() > other.version() ? one : other;
    }
    int later = one.asOf.compareTo(other.asOf);
    // Equal is a failed confirmation of the same entry, which must be noted.
    return later > 0 ? one : other;
  }

  /** About how much memory it takes. */
  public int weightBytes() {
    long bytes = FIXED_BYTES + 2L * (key.tenant().length() + key.sku().length());
    if (product != null) {
      ProductContent content = product.content();
      bytes += 2L * (content.name().length() + content.category().length());
      for (var attribute : content.attributes().entrySet()) {
        bytes += ATTRIBUTE_BYTES;
        bytes += 2L * (attribute.getKey().length() + attribute.getValue().length());
      }
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
