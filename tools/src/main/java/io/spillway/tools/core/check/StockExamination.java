package io.spillway.tools.core.check;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** All SKUs, by {@code tenant/sku}. Holds about 300 bytes a SKU. Not thread-safe. */
public final class StockExamination {
  private final Map<String, StockEvidence> stock = new TreeMap<>();

  /** A stock row. */
  public void stored(String key, Facts.Stock row) {
    evidence(key).stored(row);
  }

  /** The sums of a SKU's movements. */
  public void moved(String key, Facts.StockSums sums) {
    evidence(key).moved(sums);
  }

  /** A stock document. */
  public void indexed(String key, Facts.Document document) {
    evidence(key).indexed(document);
  }

  /** Judges all SKUs. */
  public void judge(Findings findings) {
    for (Invariant.OfStock invariant : Claim.OF_STOCK) {
      for (StockEvidence evidence : stock.values()) {
        String fault = invariant.fault(evidence);
        if (!fault.isEmpty()) {
          findings.violated(invariant, evidence.key, fault);
        }
      }
      findings.examined(invariant, stock.size());
    }
  }

  /** All SKUs that anything is known of. */
  public Collection<StockEvidence> stock() {
    return Collections.unmodifiableCollection(stock.values());
  }

  private StockEvidence evidence(String key) {
    return stock.computeIfAbsent(key, StockEvidence::new);
  }
}
