package io.spillway.verify.core;

import java.util.Locale;

/** What was submitted or replayed more than once is created once. Judges the repeats there are. */
public final class RepeatsMakeNothingNew implements Invariant.OfOrder {
  @Override
  public int number() {
    return 8;
  }

  @Override
  public String claim() {
    return "a repeated submission makes nothing new";
  }

  @Override
  public boolean judges(OrderView order, Moment moment) {
    return order.submissions > 1;
  }

  @Override
  public String fault(OrderView order, Moment moment) {
    return order.created <= 1
        ? ""
        : String.format(
            Locale.ROOT,
            "was submitted %d times and created %d times",
            order.submissions,
            order.created);
  }
}
