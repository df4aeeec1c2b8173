package io.spillway.verify.core;

import org.jspecify.annotations.Nullable;

/** All that the stores tell of one SKU of one tenant. Not thread-safe. */
public final class StockView {
  final String key;
  StoreFacts.@Nullable Stock row;
  StoreFacts.StockSums sums = StoreFacts.StockSums.NONE;
  int documents;
  StoreFacts.@Nullable Document document;

  StockView(String key) {
    this.key = key;
  }

  void stored(StoreFacts.Stock found) {
    row = found;
  }

  void moved(StoreFacts.StockSums found) {
    sums = found;
  }

  void indexed(StoreFacts.Document found) {
    documents++;
    document = found;
  }
}
