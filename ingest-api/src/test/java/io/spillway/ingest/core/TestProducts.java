package io.spillway.ingest.core;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Products to test with. */
public final class TestProducts {
  public static final Instant AT = Instant.parse("2026-11-21T08:00:00.123Z");
  public static final ProductKey MUG = new ProductKey("shop", "MUG 1");

  private TestProducts() {}

  public static ProductContent content(String name, String category) {
    return new ProductContent(
        name, category, new TreeMap<>(Map.of("colour", "red", "Größe", "\"L\"")));
  }

  public static Product product(ProductKey key, long version) {
    return new Product(
        key, content("Mug " + version, "Kitchen"), version, AT, AT.plusSeconds(version));
  }

  /** What was known at a time; version 0 is that there is none. */
  public static CachedProduct cached(ProductKey key, long version, Instant asOf) {
    @Nullable Product product = version == 0 ? null : product(key, version);
    return CachedProduct.of(key, product, asOf);
  }
}
