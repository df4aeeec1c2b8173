package io.spillway.ingest;

import io.spillway.schemas.cdc.v1.OrderRow;
import java.time.Instant;

/** What is known of an order id. */
public sealed interface OrderLookup {
  /** The order has a row. */
  record Found(OrderRow row) implements OrderLookup {}

  /** The order was accepted and has no row yet. */
  record Accepted(Instant acceptedAt) implements OrderLookup {}

  /** As many requests as may wait for orders are waiting. */
  record Busy() implements OrderLookup {}

  /** No order of this id is known. */
  record Missing() implements OrderLookup {}
}
