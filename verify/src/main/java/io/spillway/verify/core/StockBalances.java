package io.spillway.verify.core;

import java.util.Locale;

/** What is available, held and handed over is what adjustments brought; never less than nothing. */
public final class StockBalances implements Invariant.OfStock {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String claim() {
    return "available + reserved + fulfilled = adjusted";
  }

  @Override
  public String fault(StockView stock) {
    StoreFacts.Stock row = stock.row;
    if (row == null) {
      return "";
    }
    if (row.available() < 0 || row.reserved() < 0) {
      return String.format(
          Locale.ROOT, "has %d available and %d reserved", row.available(), row.reserved());
    }
    long there = row.available() + row.reserved() + stock.sums.fulfilled();
    return there == stock.sums.adjusted()
        ? ""
        : String.format(
            Locale.ROOT,
            "%d available + %d reserved + %d fulfilled, but %d adjusted",
            row.available(),
            row.reserved(),
            stock.sums.fulfilled(),
            stock.sums.adjusted());
  }
}
