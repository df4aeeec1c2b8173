package io.spillway.order.port;

import io.spillway.order.core.OrderState;

/** The state of every order. Used by one thread; what is put can be found at once. */
public interface OrderStates {
  /** The state of an order, {@link OrderState.Absent} when it was never put. */
  OrderState find(String orderId);

  /** Replaces the state of an order. */
  void put(String orderId, OrderState.Known state);
}
