package io.spillway.ingest.adapter.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.ingest.port.ProductCache;
import io.spillway.ingest.port.ProductCacheContract;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaffeineProductsTest extends ProductCacheContract {
  private static final long MAX_BYTES = 1 << 20;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CaffeineProducts cache =
      new CaffeineProducts(MAX_BYTES, Duration.ofHours(1), meters);

  @Override
  protected ProductCache cache() {
    return cache;
  }

  @Test
  void holdsSoManyBytesAndThoseThatAreAskedForMost() throws Exception {
    ProductKey hot = fresh();
    cache.offer(TestProducts.cached(hot, 1, AT));
    for (int i = 0; i < 20_000; i++) {
      cache.get(hot);
      cache.offer(TestProducts.cached(new ProductKey("shop", "cold " + i), 1, AT));
    }

    Awaitility.await().until(() -> meter("size") <= MAX_BYTES && meter("size") > MAX_BYTES / 2);
    assertThat(meter("entries")).isBetween(500.0, 2_000.0);
    assertThat(cache.get(hot)).isPresent();
  }

  private double meter(String name) {
    return meters.get("spillway.ingest.products.memory." + name).gauge().value();
  }
}
