package io.spillway.verify.core;

import io.spillway.schemas.routing.RoutedId;

/**
 * Units to add to a SKU's available stock.
 *
 * @param reference with the SKU, the key under which it happens once
 */
public record StockAdjustment(String tenant, String sku, int delta, String reference) {
  /** The id under which the ledger keeps it. */
  public RoutedId id() {
    return RoutedId.ofAdjustment(tenant, sku, reference);
  }
}
