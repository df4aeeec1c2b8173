package io.spillway.inventory.core;

import io.spillway.schemas.routing.SlotMap;

/** Names one stock row. Ordered as the primary key is, which is the order rows are locked in. */
public record StockKey(String tenant, String sku) implements Comparable<StockKey> {
  /** The slot, 0 to 4,095, that the row and its movements carry. */
  public int slot() {
    return SlotMap.stockSlot(tenant, sku);
  }

  @Override
  public int compareTo(StockKey other) {
    int byTenant = tenant.compareTo(other.tenant);
    return byTenant != 0 ? byTenant : sku.compareTo(other.sku);
  }
}
