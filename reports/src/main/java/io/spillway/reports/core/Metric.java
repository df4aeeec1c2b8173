package io.spillway.reports.core;

import java.time.Duration;

/** A figure of each row. */
public sealed interface Metric {
  String name();

  /** What it is measured in. */
  Unit unit();

  record Count(String name, Unit unit) implements Metric {}

  /** Sum of a whole-number field; exact up to 2^53. */
  record Sum(String name, String field, Unit unit) implements Metric {}

  record Highest(String name, String field, Unit unit) implements Metric {}

  /** Latest time of a field, in epoch milliseconds. */
  record Latest(String name, String field) implements Metric {
    @Override
    public Unit unit() {
      return Unit.TIME;
    }
  }

  /** The value that so many percent do not exceed; an estimate (t-digest) above some hundreds. */
  record Percentile(String name, String field, double percent, Unit unit) implements Metric {}

  /**
   * How long a row's units last if orders go on keeping as many as those accepted in the last
   * {@code over} do; no value where they keep none. Needs the buckets {@code sku} and {@code
   * tenant}.
   *
   * @param units the metric that tells the units left
   */
  record MinutesLeft(String name, String units, Duration over) implements Metric {
    @Override
    public Unit unit() {
      return Unit.MINUTES;
    }
  }
}
