package io.spillway.simulation.invariant;

import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import java.util.HashMap;
import java.util.Map;

/** An applied command that comes again is answered the same. */
final class SameCommandSameAnswer implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    Map<String, CommandResult> applied = new HashMap<>();
    for (CommandResult result : facts.results()) {
      String key = result.getOrderId() + " " + result.getCommandId();
      CommandResult first = applied.get(key);
      if (first != null && !first.equals(result)) {
        throw StoreFacts.violated(this, "first " + first + ", then " + result);
      }
      if (result.getVerdict() == CommandVerdict.APPLIED) {
        applied.putIfAbsent(key, result);
      }
    }
  }
}
