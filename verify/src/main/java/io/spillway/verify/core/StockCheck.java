package io.spillway.verify.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** All SKUs, by {@code tenant/sku}. Holds about 300 bytes a SKU. Not thread-safe. */
public final class StockCheck {
  private final Map<String, StockView> stock = new TreeMap<>();

  public void stored(String key, StoreFacts.Stock row) {
    evidence(key).stored(row);
  }

  /** The sums of a SKU's movements. */
  public void moved(String key, StoreFacts.StockSums sums) {
    evidence(key).moved(sums);
  }

  public void indexed(String key, StoreFacts.Document document) {
    evidence(key).indexed(document);
  }

  public void judge(Findings findings) {
    for (StockInvariant invariant : StockInvariant.values()) {
      for (StockView evidence : stock.values()) {
        String fault = invariant.fault(evidence);
        if (!fault.isEmpty()) {
          findings.violated(invariant, evidence.key, fault);
        }
      }
      findings.examined(invariant, stock.size());
    }
  }

  /** All SKUs that anything is known of. */
  public Collection<StockView> stock() {
    return Collections.unmodifiableCollection(stock.values());
  }

  private StockView evidence(String key) {
    return stock.computeIfAbsent(key, StockView::new);
  }
}
