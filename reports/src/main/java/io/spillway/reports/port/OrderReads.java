package io.spillway.reports.port;

import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderSummary;
import java.util.List;
import java.util.Optional;

/** Finds single orders among the indexed documents. Thread-safe. */
public interface OrderReads {
  /**
   * The latest orders that match, {@link OrderSearch#LISTED} at most, each once.
   *
   * @throws IndexUnavailableException when the index does not answer
   */
  List<OrderSummary> find(OrderSearch search) throws IndexUnavailableException;

  /**
   * One order; empty when no document of it is there (yet).
   *
   * @throws IndexUnavailableException when the index does not answer
   */
  Optional<OrderStory> story(String orderId) throws IndexUnavailableException;
}
