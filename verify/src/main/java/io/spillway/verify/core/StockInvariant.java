package io.spillway.verify.core;

import java.util.Locale;

/** What must hold of each SKU by itself. */
public enum StockInvariant implements Invariant.OfStock {
  /**
   * What is available, held and handed over is what adjustments brought; never less than nothing.
   */
  STOCK_BALANCES(2, "available + reserved + fulfilled = adjusted") {
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
  },

  /**
   * A stock row is the sum of its movements, one of them left just this level, and its version is
   * at most their number: a batch writes a row once, however many movements it made. Times of
   * movements are not compared, since clocks may differ.
   */
  STOCK_ROW_IS_ITS_MOVEMENTS(3, "stock row = its movements") {
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
  },

  /** Each stock row has one document of its version and content, and there is no other document. */
  STOCK_DOCUMENTS_MATCH(7, "Elasticsearch = MySQL: stock") {
    @Override
    public String fault(StockView stock) {
      StoreFacts.Stock row = stock.row;
      if (row == null) {
        return stock.documents == 0 ? "" : DocumentMatch.EXTRA.text();
      }
      return DocumentMatch.of(row.version(), row.contentHash(), stock.documents, stock.document)
          .text();
    }
  };

  private final int number;
  private final String claim;

  StockInvariant(int number, String claim) {
    this.number = number;
    this.claim = claim;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String claim() {
    return claim;
  }
}
