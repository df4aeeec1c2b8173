package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.OrderFacts;
import java.util.Map;

/** What Elasticsearch finds. Thread-safe. */
public interface Search {
  /** Number of a tenant's orders that are confirmed or rejected. */
  long settledOrders(String tenant) throws UnavailableException, InterruptedException;

  /** Number of a tenant's order lines whose document says so too. */
  long settledLines(String tenant) throws UnavailableException, InterruptedException;

  Map<String, OrderFacts> orders(String tenant) throws UnavailableException, InterruptedException;
}
