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
    int byTenant = byCodePoint(tenant, other.tenant);
    return byTenant != 0 ? byTenant : byCodePoint(sku, other.sku);
  }

  /** As utf8mb4_0900_bin orders. String orders by UTF-16 units, where U+1F600 is before U+FF01. */
  private static int byCodePoint(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char one = a.charAt(i);
      char other = b.charAt(i);
      if (one != other) {
        // A surrogate is half of a code point above all that are one unit.
        int bySize = Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other));
        return bySize != 0 ? bySize : one - other;
      }
    }
    return a.length() - b.length();
  }
}
