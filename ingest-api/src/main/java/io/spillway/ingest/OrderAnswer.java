package io.spillway.ingest;

import io.spillway.ingest.core.Problem;
import io.spillway.schemas.routing.RoutedId;

/** What an order is answered with. */
public sealed interface OrderAnswer {
  /**
   * The log holds the order.
   *
   * @param body the same text for every request under the same key, for as long as the answer is
   *     remembered
   */
  record Accepted(RoutedId orderId, String body) implements OrderAnswer {}

  /** The order was not taken, or it is not known whether it was. */
  record Refused(Problem problem) implements OrderAnswer {}
}
