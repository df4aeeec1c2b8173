package io.spillway.verify.core;

/** Versions of an order's events are 1, 2, 3 and so on, each by a listed transition. */
public final class VersionsRiseByOne implements Invariant.OfOrder {
  @Override
  public int number() {
    return 5;
  }

  @Override
  public String claim() {
    return "versions rise by one, by listed transitions";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return order.events > 0;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    return order.versionFault == null ? "" : order.versionFault;
  }
}
