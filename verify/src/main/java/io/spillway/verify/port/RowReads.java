package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import java.util.Collection;
import java.util.Map;

/**
 * Single orders and stock levels, each as the fields of the API's JSON: scalars as text, arrays and
 * objects as compact JSON, absent ones left out. What does not exist is absent.
 */
public interface RowReads {
  Map<String, Map<String, String>> orders(Collection<String> ids)
      throws UnavailableException, InterruptedException;

  /** Stock by {@code tenant/sku}. */
  Map<String, Map<String, String>> stock(Collection<String> keys)
      throws UnavailableException, InterruptedException;
}
