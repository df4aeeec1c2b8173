package io.spillway.verify.core;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderStatus;

/** After a terminal event nothing happens to an order, and its row says the same. */
public final class TerminalStays implements Invariant.OfOrder {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String claim() {
    return "a terminal status never changes";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return OrderStatuses.isTerminal(order.status) || order.terminalFault != null;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    if (order.terminalFault != null) {
      return order.terminalFault;
    }
    OrderStatus stored = order.row == null ? order.status : order.row.status();
    boolean newer = order.row != null && order.row.version() >= order.version;
    return newer && stored != order.status
        ? "became " + order.status + ", but its row is " + stored
        : "";
  }
}
