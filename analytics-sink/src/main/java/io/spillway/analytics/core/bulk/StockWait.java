package io.spillway.analytics.core.bulk;

import java.time.Duration;

/**
 * How long a stock row waits for newer ones of its SKU, of which only the newest is indexed: longer
 * while many rows come, as most of them are then of the same SKUs. Told by the rows of the last
 * second, by their records' times. Not thread-safe.
 */
public final class StockWait {
  /** Rows a second from which on the wait is the longer one. */
  static final int MANY_ROWS = 250;

  private static final int SECOND_MILLIS = 1_000;

  private final Duration usual;
  private final Duration whileMany;
  private long second = Long.MIN_VALUE;
  private int rows;
  private int rowsBefore;

  public StockWait(Duration usual, Duration whileMany) {
    this.usual = usual;
    this.whileMany = whileMany;
  }

  /** The wait of one more row; an older one counts to the newest second. */
  public Duration next(long recordMillis) {
    long of = recordMillis / SECOND_MILLIS;
    if (of > second) {
      rowsBefore = of - 1 == second ? rows : 0;
      rows = 0;
      second = of;
    }
    rows++;
    return rowsBefore < MANY_ROWS ? usual : whileMany;
  }
}
