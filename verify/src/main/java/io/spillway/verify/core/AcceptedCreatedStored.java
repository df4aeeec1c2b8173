package io.spillway.verify.core;

/** An accepted order was created once and has a row, and there is no other order. */
public final class AcceptedCreatedStored implements Invariant.OfOrder {
  @Override
  public int number() {
    return 6;
  }

  @Override
  public String claim() {
    return "accepted = created = order rows";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return (order.submissions > 0 || order.events > 0 || order.row != null) && moment.covers(order);
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    if (order.submissions == 0) {
      return "was never accepted";
    }
    if (order.created == 0) {
      return "was accepted, but never created";
    }
    if (order.created > 1) {
      return "was created " + order.created + " times";
    }
    return order.row == null ? "was accepted, but has no row" : "";
  }
}
