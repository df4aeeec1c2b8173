package io.spillway.ingest.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.core.Precondition;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every source of products does. */
public abstract class ProductRowsContract {
  /** The rows under test. */
  protected abstract ProductRows rows();

  @Test
  void keepsEachVersionAsItWasDecidedOnWhicheverShard() throws Exception {
    for (int i = 0; i < 20; i++) {
      ProductKey key = fresh();
      assertThat(rows().find(key)).isEmpty();

      Product first = created(put(key, TestProducts.content("Größe №" + i, "")));
      assertThat(first.version()).isEqualTo(1);
      assertThat(rows().find(key)).isEqualTo(Optional.of(first));

      ProductContent bare = new ProductContent("杯子", "Kitchen", new TreeMap<>());
      ProductChange second = put(key, bare);
      assertThat(second).isInstanceOf(ProductChange.Replaced.class);
      Product replaced = ((ProductChange.Replaced) second).product();
      assertThat(replaced.version()).isEqualTo(2);
      assertThat(replaced.createdAt()).isEqualTo(first.createdAt());
      assertThat(rows().find(key)).isEqualTo(Optional.of(replaced));
      assertThat(put(key, bare)).isEqualTo(new ProductChange.Unchanged(replaced));
    }
  }

  @Test
  void tellsTenantsAndSkusApartExactly() throws Exception {
    ProductKey key = fresh();
    put(key, TestProducts.content("Mug", "Kitchen"));

    assertThat(rows().find(new ProductKey("other", key.sku()))).isEmpty();
    assertThat(rows().find(new ProductKey(key.tenant(), key.sku().toUpperCase(Locale.ROOT))))
        .isEmpty();
  }

  @Test
  void aRefusalWritesNothing() throws Exception {
    ProductKey key = fresh();
    Product first = created(put(key, TestProducts.content("Mug", "Kitchen")));

    ProductChange change =
        rows().change(key, current -> new ProductChange.Refused(current.orElse(null)));

    assertThat(change).isEqualTo(new ProductChange.Refused(first));
    assertThat(rows().find(key)).isEqualTo(Optional.of(first));
  }

  @Test
  void changesAtOneTimeFollowEachOther() throws Exception {
    ProductKey key = fresh();
    List<CompletableFuture<ProductChange>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ProductContent content = TestProducts.content("Mug " + i, "");
      changes.add(
          CompletableFuture.supplyAsync(() -> put(key, content), Thread::startVirtualThread));
    }
    List<Long> versions = new ArrayList<>();
    for (CompletableFuture<ProductChange> change : changes) {
      switch (change.get(30, TimeUnit.SECONDS)) {
        case ProductChange.Created(Product product) -> versions.add(product.version());
        case ProductChange.Replaced(Product product) -> versions.add(product.version());
        default -> throw new AssertionError("nobody said the same");
      }
    }
    assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(rows().find(key)).map(Product::version).contains(8L);
  }

  protected final ProductChange put(ProductKey key, ProductContent content) {
    return rows()
        .change(
            key,
            current ->
                ProductChange.decide(
                    key, current.orElse(null), content, Precondition.NONE, TestProducts.AT));
  }

  protected static ProductKey fresh() {
    return new ProductKey("shop", "Sku " + UUID.randomUUID());
  }

  private static Product created(ProductChange change) {
    return ((ProductChange.Created) change).product();
  }
}
