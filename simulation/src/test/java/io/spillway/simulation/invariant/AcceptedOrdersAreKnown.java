package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;

/** Nobody who asks something of an accepted order hears that there is none. */
final class AcceptedOrdersAreKnown implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    for (CommandResult result : facts.results()) {
      if (result.getVerdict() == CommandVerdict.UNKNOWN_ORDER
          && facts.accepted().containsKey(result.getOrderId())) {
        throw StoreFacts.violated(this, result.toString());
      }
    }
  }
}
