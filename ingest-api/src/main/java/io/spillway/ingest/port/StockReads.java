package io.spillway.ingest.port;

import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.routing.RoutedId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Reads stock rows and settled adjustments. Thread-safe; fails with {@link ReadException} when the
 * shard does not answer in time.
 */
public interface StockReads {
  /** The stock of a SKU, if any was ever adjusted. */
  Optional<StockRow> stock(String tenant, String sku);

  /**
   * The delta, by id, of each adjustment that is settled. Never fails: a shard that does not answer
   * tells of none.
   */
  Map<RoutedId, Integer> deltas(Collection<RoutedId> adjustmentIds);

  /** How an adjustment ended, if it has. */
  Optional<SettledAdjustment> adjustment(RoutedId adjustmentId);
}
