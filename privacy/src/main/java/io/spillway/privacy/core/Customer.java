package io.spillway.privacy.core;

import io.spillway.schemas.routing.SlotMap;

/** Whose values share a key: one customer of one tenant. */
public record Customer(String tenant, String customerId) {
  /** The slot of the customer's orders and keys. */
  public int slot() {
    return SlotMap.orderSlot(tenant, customerId);
  }
}
