package io.spillway.order.adapter.memory;

import io.spillway.order.core.OrderState;
import io.spillway.order.port.OrderStates;
import java.util.HashMap;
import java.util.Map;

/** States in a map. Not thread-safe. */
public final class InMemoryOrderStates implements OrderStates {
  private static final OrderState ABSENT = new OrderState.Absent();

  private final Map<String, OrderState> states = new HashMap<>();

  @Override
  public OrderState find(String orderId) {
    return states.getOrDefault(orderId, ABSENT);
  }

  @Override
  public void put(String orderId, OrderState.Known state) {
    states.put(orderId, state);
  }
}
