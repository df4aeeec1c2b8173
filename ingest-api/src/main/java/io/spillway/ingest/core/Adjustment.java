package io.spillway.ingest.core;

import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.routing.RoutedId;
import org.jspecify.annotations.Nullable;

/**
 * Adds units to a SKU, or takes some, once per reference.
 *
 * @param id follows from tenant, SKU and reference
 * @param delta units; zero makes the SKU known without any
 * @param lowStockAt the SKU's low-stock threshold from now on, in units; null leaves it
 */
public record Adjustment(
    RoutedId id,
    String tenant,
    String sku,
    int delta,
    String reference,
    @Nullable Integer lowStockAt) {
  /** An adjustment under the id that its parts make. */
  public static Adjustment of(
      String tenant, String sku, int delta, String reference, @Nullable Integer lowStockAt) {
    return new Adjustment(
        RoutedId.ofAdjustment(tenant, sku, reference), tenant, sku, delta, reference, lowStockAt);
  }

  /** The same but for its units. */
  Adjustment withDelta(int units) {
    return new Adjustment(id, tenant, sku, units, reference, lowStockAt);
  }

  /** What goes to the inventory. */
  public AdjustStock message() {
    AdjustStock.Builder message =
        AdjustStock.newBuilder()
            .setAdjustmentId(id.toString())
            .setTenant(tenant)
            .setSku(sku)
            .setDelta(delta)
            .setReference(reference);
    if (lowStockAt != null) {
      message.setLowStockAt(lowStockAt);
    }
    return message.build();
  }
}
