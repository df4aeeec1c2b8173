package io.spillway.ingest.adapter.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.ingest.adapter.memory.MemoryProductRows;
import io.spillway.ingest.core.Precondition;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.ingest.port.ReadException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedProductRowsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private boolean countable = true;
  private final LimitedProductRows rows =
      new LimitedProductRows(new MemoryProductRows(), this::stored, 3, nanos::get);

  @Test
  void oneMoreThanTheLimitIsRefusedAndReplacingIsNot() {
    assertThat(put("a", "A")).isInstanceOf(ProductChange.Created.class);
    assertThat(put("b", "B")).isInstanceOf(ProductChange.Created.class);
    assertThat(put("c", "C")).isInstanceOf(ProductChange.Created.class);
    assertThat(put("d", "D")).isEqualTo(new ProductChange.Full(3));
    assertThat(rows.find(new ProductKey("shop", "d"))).isEmpty();
    assertThat(put("c", "C2")).isInstanceOf(ProductChange.Replaced.class);
    assertThat(put("c", "C2")).isInstanceOf(ProductChange.Unchanged.class);
  }

  @Test
  void whatOthersStoreCountsWithinTenSeconds() {
    put("a", "A");
    stored.set(3);
    assertThat(put("b", "B")).isInstanceOf(ProductChange.Created.class);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(put("c", "C")).isInstanceOf(ProductChange.Full.class);
  }

  @Test
  void productsAreCreatedWhileTheyCannotBeCounted() {
    stored.set(3);
    countable = false;
    assertThat(put("a", "A")).isInstanceOf(ProductChange.Created.class);
    countable = true;
    assertThat(put("b", "B")).isInstanceOf(ProductChange.Full.class);
  }

  private long stored(String tenant) {
    assertThat(tenant).isEqualTo("shop");
    if (!countable) {
      throw new ReadException("shard 0 did not answer", null);
    }
    return stored.get();
  }

  private ProductChange put(String sku, String name) {
    ProductKey key = new ProductKey("shop", sku);
    return rows.change(
        key,
        current ->
            ProductChange.decide(
                key,
                current.orElse(null),
                TestProducts.content(name, ""),
                Precondition.NONE,
                Instant.EPOCH));
  }
}
