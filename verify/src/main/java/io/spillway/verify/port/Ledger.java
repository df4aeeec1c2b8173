package io.spillway.verify.port;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockAdjustment;
import io.spillway.verify.core.StockLevel;
import java.util.Collection;
import java.util.Map;

/** What the MySQL shards hold. Thread-safe. */
public interface Ledger {
  /** Number of a tenant's orders by status. */
  Map<String, Long> ordersByStatus(String tenant) throws UnavailableException;

  Map<String, OrderFacts> orders(String tenant) throws UnavailableException;

  /** A tenant's stock by SKU. */
  Map<String, StockLevel> stock(String tenant) throws UnavailableException;

  /** How many of these adjustments have been carried out or refused. */
  long settledAdjustments(Collection<RoutedId> ids) throws UnavailableException;

  /** Those of these adjustments that were refused, with their outcome's name. */
  Map<RoutedId, String> refusedAdjustments(Collection<StockAdjustment> adjustments)
      throws UnavailableException;
}
