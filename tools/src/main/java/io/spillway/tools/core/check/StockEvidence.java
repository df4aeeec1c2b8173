package io.spillway.tools.core.check;

import org.jspecify.annotations.Nullable;

/** All that the stores tell of one SKU of one tenant. Not thread-safe. */
public final class StockEvidence {
  final String key;
  Facts.@Nullable Stock row;
  Facts.StockSums sums = Facts.StockSums.NONE;
  int documents;
  Facts.@Nullable Document document;

  StockEvidence(String key) {
    this.key = key;
  }

  void stored(Facts.Stock found) {
    row = found;
  }

  void moved(Facts.StockSums found) {
    sums = found;
  }

  void indexed(Facts.Document found) {
    documents++;
    document = found;
  }
}
