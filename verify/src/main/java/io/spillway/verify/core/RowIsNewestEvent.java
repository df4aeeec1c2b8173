package io.spillway.verify.core;

import java.util.Locale;

/** An order's row has the version and the status of its newest event. */
public final class RowIsNewestEvent implements Invariant.OfOrder {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String claim() {
    return "order row = newest event";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return order.row != null && order.events > 0 && moment.covers(order);
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    if (order.row == null) {
      return "";
    }
    return order.row.version() == order.version && order.row.status() == order.status
        ? ""
        : String.format(
            Locale.ROOT,
            "row is %s in version %d, the newest event %s in version %d",
            order.row.status(),
            order.row.version(),
            order.status,
            order.version);
  }
}
