package io.spillway.ingest;

import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.AcceptedOrder;
import io.spillway.schemas.cdc.v1.OrderRow;

/** What is known of an order id. */
public sealed interface OrderLookup {
  /** The order has a row. */
  record Found(OrderRow row) implements OrderLookup {}

  /** The order was accepted and has no row yet. */
  record Accepted(AcceptedOrder order) implements OrderLookup {}

  /** As many requests as may wait for orders are waiting. */
  record Busy() implements OrderLookup {}

  /** No order of this id is known. */
  record Missing() implements OrderLookup {}

  /** Whether the order is another tenant's, so that the caller must not learn of it. */
  default boolean hiddenFrom(Tenants tenants) {
    return switch (this) {
      case Found(OrderRow row) -> !tenants.allows(row.getTenant());
      case Accepted(AcceptedOrder order) -> !tenants.allows(order.tenant());
      case Busy(), Missing() -> false;
    };
  }
}
