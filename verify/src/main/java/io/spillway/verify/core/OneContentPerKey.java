package io.spillway.verify.core;

/**
 * One idempotency key, one order: its submissions have the same content, or those that differ were
 * rejected. That answers are the same bytes only clients can see.
 */
public final class OneContentPerKey implements Invariant.OfOrder {
  @Override
  public int number() {
    return 9;
  }

  @Override
  public String claim() {
    return "one key, one order: other contents are rejected";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return order.submissions > 0;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    return order.otherContents == 0 || order.rejects > 0
        ? ""
        : order.otherContents + " submissions with another content were not rejected";
  }
}
