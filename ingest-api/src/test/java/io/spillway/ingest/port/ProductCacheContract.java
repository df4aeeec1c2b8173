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
import java.util.concurrent.CompletionStage;
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
    assertThat(done(cache().get(key))).isEmpty();

    done(cache().offer(TestProducts.cached(key, 3, AT)));
    assertThat(done(cache().get(key))).contains(TestProducts.cached(key, 3, AT));
    assertThat(done(cache().get(new ProductKey("other", key.sku())))).isEmpty();

    done(cache().forget(key));
    assertThat(done(cache().get(key))).isEmpty();
  }

  @Test
  void holdsEachSkuByItself() throws Exception {
    String unique = fresh().sku();
    for (String sku : List.of("/ß", "/ä", "/?", "/??", "/\ud83d\ude00", "/SS", "/ss")) {
      ProductKey key = new ProductKey("shop", unique + sku);
      assertThat(done(cache().get(key))).as(sku).isEmpty();
      done(cache().offer(TestProducts.cached(key, 3, AT)));
      assertThat(done(cache().get(key))).contains(TestProducts.cached(key, 3, AT));
    }
  }

  @Test
  void updatesOnlyWhatItHolds() throws Exception {
    ProductKey key = fresh();
    done(cache().update(TestProducts.cached(key, 3, AT)));
    assertThat(done(cache().get(key))).isEmpty();

    done(cache().offer(TestProducts.cached(key, 3, AT)));
    done(cache().update(TestProducts.cached(key, 4, AT)));
    assertThat(done(cache().get(key))).contains(TestProducts.cached(key, 4, AT));
    done(cache().update(TestProducts.cached(key, 3, AT.plusSeconds(9))));
    assertThat(done(cache().get(key))).contains(TestProducts.cached(key, 4, AT));
  }

  @Test
  void ofOneVersionTheLaterKnowledgeIsHeld() throws Exception {
    ProductKey key = fresh();
    done(cache().offer(TestProducts.cached(key, 3, AT)));
    done(cache().offer(TestProducts.cached(key, 3, AT.plusSeconds(5))));
    done(cache().offer(TestProducts.cached(key, 3, AT.plusSeconds(2))));

    assertThat(done(cache().get(key))).contains(TestProducts.cached(key, 3, AT.plusSeconds(5)));
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
                  .map(entry -> offer(entry, random).toCompletableFuture())
                  .toArray(CompletableFuture<?>[]::new))
          .get(10, TimeUnit.SECONDS);
      done(cache().offer(highest));

      assertThat(done(cache().get(key))).as("seed " + seed).contains(highest);
    }
  }

  private CompletionStage<Void> offer(CachedProduct entry, Random random) {
    return random.nextBoolean() ? cache().offer(entry) : cache().update(entry);
  }

  protected static ProductKey fresh() {
    return new ProductKey("shop", "Sku " + UUID.randomUUID());
  }

  protected static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
