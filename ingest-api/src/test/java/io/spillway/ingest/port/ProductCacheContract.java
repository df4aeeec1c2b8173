package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every cache of products does. */
public abstract class ProductCacheContract {
  protected static final Instant AT = TestProducts.AT;

  /** The cache under test. */
  protected abstract ProductCache cache();

  @Test
  void holdsWhatIsOfferedUntilItIsForgotten() throws Exception {
    ProductKey key = fresh();
    assertThat(cache().get(key)).isEmpty();

    cache().offer(TestProducts.cached(key, 3, AT));
    assertThat(cache().get(key)).contains(TestProducts.cached(key, 3, AT));
    assertThat(cache().get(new ProductKey("other", key.sku()))).isEmpty();

    cache().forget(key);
    assertThat(cache().get(key)).isEmpty();
  }

  @Test
  void holdsEachSkuByItself() throws Exception {
    String unique = fresh().sku();
    for (String sku : List.of("/ß", "/ä", "/?", "/??", "/\ud83d\ude00", "/SS", "/ss")) {
      ProductKey key = new ProductKey("shop", unique + sku);
      assertThat(cache().get(key)).as(sku).isEmpty();
      cache().offer(TestProducts.cached(key, 3, AT));
      assertThat(cache().get(key)).contains(TestProducts.cached(key, 3, AT));
    }
  }

  @Test
  void updatesOnlyWhatItHolds() throws Exception {
    ProductKey key = fresh();
    cache().update(TestProducts.cached(key, 3, AT));
    assertThat(cache().get(key)).isEmpty();

    cache().offer(TestProducts.cached(key, 3, AT));
    cache().update(TestProducts.cached(key, 4, AT));
    assertThat(cache().get(key)).contains(TestProducts.cached(key, 4, AT));
    cache().update(TestProducts.cached(key, 3, AT.plusSeconds(9)));
    assertThat(cache().get(key)).contains(TestProducts.cached(key, 4, AT));
  }

  @Test
  void ofOneVersionTheLaterKnowledgeIsHeld() throws Exception {
    ProductKey key = fresh();
    cache().offer(TestProducts.cached(key, 3, AT));
    cache().offer(TestProducts.cached(key, 3, AT.plusSeconds(5)));
    cache().offer(TestProducts.cached(key, 3, AT.plusSeconds(2)));

    assertThat(cache().get(key)).contains(TestProducts.cached(key, 3, AT.plusSeconds(5)));
  }

  @Test
  void inWhateverOrderVersionsComeTheHighestIsHeld() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      ProductKey key = fresh();
      List<CachedProduct> entries = new ArrayList<>();
      for (int version = 1; version <= 12; version++) {
        entries.add(TestProducts.cached(key, version, AT.plusSeconds(random.nextInt(60))));
      }
      CachedProduct highest = entries.getLast();
      Collections.shuffle(entries, random);
      CompletableFuture.allOf(
              entries.stream()
                  .map(entry -> later(random.nextBoolean(), entry))
                  .toArray(CompletableFuture<?>[]::new))
          .get(10, TimeUnit.SECONDS);
      cache().offer(highest);

      assertThat(cache().get(key)).as("seed " + seed).contains(highest);
    }
  }

  private CompletableFuture<Void> later(boolean offer, CachedProduct entry) {
    return CompletableFuture.runAsync(
        offer ? () -> cache().offer(entry) : () -> cache().update(entry),
        Thread::startVirtualThread);
  }

  protected static ProductKey fresh() {
    return new ProductKey("shop", "Sku " + UUID.randomUUID());
  }
}
