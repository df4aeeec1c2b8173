package io.spillway.ingest.core;

import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.routing.RoutedId;

/**
 * Adds units to a SKU, or takes some, once per reference.
 *
 * @param id follows from tenant, SKU and reference
 * @param delta units; zero makes the SKU known without any
 */
public record Adjustment(RoutedId id, String tenant, String sku, int delta, String reference) {
  /** An adjustment under the id that its parts make. */
  public static Adjustment of(String tenant, String sku, int delta, String reference) {
    return new Adjustment(
        RoutedId.ofAdjustment(tenant, sku, reference), tenant, sku, delta, reference);
  }

  /** What goes to the inventory. */
  public AdjustStock message() {
    return AdjustStock.newBuilder()
        .setAdjustmentId(id.toString())
        .setTenant(tenant)
        .setSku(sku)
        .setDelta(delta)
        .setReference(reference)
        .build();
  }
}
