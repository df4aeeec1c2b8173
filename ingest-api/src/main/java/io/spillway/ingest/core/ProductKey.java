package io.spillway.ingest.core;

import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.routing.SlotMap;

/** Which product: a tenant's SKU. */
public record ProductKey(String tenant, String sku) {
  /** The slot of the SKU's stock, so that a product lies in the shard of its units. */
  public int slot() {
    return SlotMap.stockSlot(tenant, sku);
  }

  /** As the key of its row's records. */
  public String text() {
    return RowKeys.product(tenant, sku);
  }
}
