package io.spillway.ingest.adapter.caffeine;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Rows of which each tenant may have so many. A tenant's products are counted once in a while, and
 * those that this instance creates are added meanwhile; so with several instances a tenant may
 * exceed the limit by what the others created since. While they cannot be counted, products are
 * created. Thread-safe.
 */
public final class LimitedProductRows implements ProductRows {
  private static final Duration COUNT_FOR = Duration.ofSeconds(10);
  private static final int MOST_TENANTS = 10_000;

  private final ProductRows rows;
  private final long limit;
  private final LoadingCache<String, AtomicLong> counts;

  /**
   * Rows with a limit.
   *
   * @param stored counts a tenant's products; may fail with {@link ReadException}
   * @param limit products of each tenant, at least 1
   */
  public LimitedProductRows(
      ProductRows rows, ToLongFunction<String> stored, long limit, Ticker ticker) {
    this.rows = rows;
    this.limit = limit;
    this.counts =
        Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .expireAfterWrite(COUNT_FOR)
            .ticker(ticker)
            .build(tenant -> new AtomicLong(stored.applyAsLong(tenant)));
  }

  @Override
  public Optional<Product> find(ProductKey key) {
    return rows.find(key);
  }

  @Override
  public ProductChange change(ProductKey key, Function<Optional<Product>, ProductChange> decision) {
    // Counted before the transaction, which then holds no lock meanwhile.
    AtomicLong count = count(key.tenant());
    boolean full = count.get() >= limit;
    ProductChange change =
        rows.change(
            key,
            current -> {
              ProductChange decided = decision.apply(current);
              return full && decided instanceof ProductChange.Created
                  ? new ProductChange.Full(limit)
                  : decided;
            });
    if (change instanceof ProductChange.Created) {
      count.incrementAndGet();
    }
    return change;
  }

  private AtomicLong count(String tenant) {
    try {
      return counts.get(tenant);
    } catch (ReadException e) {
      return new AtomicLong();
    }
  }
}
