package io.spillway.ingest.port;

import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The products' rows. Thread-safe; no method blocks. */
public interface ProductRows {
  /** A product, if there is one; the stage fails when its shard does not answer. */
  CompletionStage<Optional<Product>> find(ProductKey key);

  /**
   * Has the product as it is now decided about, and writes what is decided, in one transaction. Of
   * two changes at one time the later sees the earlier. The stage fails with {@link
   * WriteException}.
   *
   * @param decision pure: may be asked more than once
   */
  CompletionStage<ProductChange> change(
      ProductKey key, Function<Optional<Product>, ProductChange> decision);
}
