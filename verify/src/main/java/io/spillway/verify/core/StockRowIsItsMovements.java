package io.spillway.verify.core;

import java.util.Locale;

/**
 * A stock row is the sum of its movements, one of them left just this level, and its version is at
 * most their number: a batch writes a row once, however many movements it made. Times of movements
 * are not compared, since clocks may differ.
 */
public final class StockRowIsItsMovements implements Invariant.OfStock {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String claim() {
    return "stock row = its movements";
  }

  @Override
  public String fault(StockView stock) {
    StoreFacts.Stock row = stock.row;
    StoreFacts.StockSums sums = stock.sums;
    if (row == null) {
      return sums.movements() == 0 ? "" : "has movements, but no row";
    }
    long available = sums.adjusted() - sums.reserved() + sums.released();
    long reserved = sums.reserved() - sums.released() - sums.fulfilled();
    if (row.available() != available || row.reserved() != reserved) {
      return String.format(
          Locale.ROOT,
          "row has %d available and %d reserved, its movements make %d and %d",
          row.available(),
          row.reserved(),
          available,
          reserved);
    }
    if (sums.leftThisLevel() == 0) {
      return "no movement left this level";
    }
    return row.version() >= 1 && row.version() <= sums.movements()
        ? ""
        : String.format(
            Locale.ROOT, "is version %d after %d movements", row.version(), sums.movements());
  }
}
