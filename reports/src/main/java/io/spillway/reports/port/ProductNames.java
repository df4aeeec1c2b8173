package io.spillway.reports.port;

import io.spillway.reports.core.ProductName;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up what SKUs are called, when a report is shown: documents keep the SKU. Thread-safe. */
public interface ProductNames {
  /** SKUs of one look-up, at most. */
  int MAX_SKUS = 1_000;

  /**
   * The names by SKU, a moment after they were indexed. Absent are SKUs without a product and,
   * where no tenant is given, those that tenants call differently; a category on which they do not
   * agree is empty.
   *
   * @param tenant whose products; null for all tenants'
   * @throws IllegalArgumentException for more than {@link #MAX_SKUS}
   * @throws IndexUnavailableException when the index does not answer
   */
  Map<String, ProductName> find(@Nullable String tenant, Collection<String> skus)
      throws IndexUnavailableException;
}
