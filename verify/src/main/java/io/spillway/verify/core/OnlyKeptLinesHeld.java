package io.spillway.verify.core;

import io.spillway.schemas.orders.v1.OrderStatus;

/**
 * A reserved or confirmed order holds just the lines it keeps, a fulfilled one has handed over just
 * those, and every other one holds nothing; by the movements.
 */
public final class OnlyKeptLinesHeld implements Invariant.OfOrder {
  @Override
  public int number() {
    return 4;
  }

  @Override
  public String claim() {
    return "orders hold exactly the lines they keep";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    // While reserving anything may be held; that it rests there is another fault.
    return order.row == null ? order.moved : order.row.status() != OrderStatus.RESERVING;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    if (order.row == null) {
      return order.held == 0 && order.fulfilled == 0 ? "" : "has no row, but movements hold stock";
    }
    OrderStatus status = order.row.status();
    boolean holds = status == OrderStatus.RESERVED || status == OrderStatus.CONFIRMED;
    long mayHold = holds ? order.row.kept() : 0;
    long mayHaveTaken = status == OrderStatus.FULFILLED ? order.row.kept() : 0;
    if (order.held != mayHold) {
      return holds
          ? "is " + status + ", but what it holds is not what it keeps"
          : "is " + status + " and holds stock";
    }
    return order.fulfilled == mayHaveTaken
        ? ""
        : "is " + status + ", but what was handed over is not what it keeps";
  }
}
