package io.spillway.ingest.port;

import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import java.util.Optional;
import java.util.function.Function;

/** The products' rows. Thread-safe. */
public interface ProductRows {
  /**
   * A product, if there is one; fails with {@link ReadException} when its shard does not answer.
   */
  Optional<Product> find(ProductKey key);

  /**
   * Has the product as it is now decided about, and writes what is decided, in one transaction. Of
   * two changes at one time the later sees the earlier. Fails with {@link WriteException}.
   *
   * @param decision pure: may be asked more than once
   */
  ProductChange change(ProductKey key, Function<Optional<Product>, ProductChange> decision);
}
