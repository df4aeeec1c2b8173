package io.spillway.cli.core;

import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockLevel;
import java.util.Map;

/**
 * What was found in the stores after a demo.
 *
 * @param accepted the orders that were answered with an id, by id
 * @param mysql order rows by order id
 * @param elasticsearch order documents by order id
 * @param elasticsearchLines number of order-line documents
 * @param stock stock rows by SKU
 */
public record DemoEvidence(
    Map<String, DemoOrder> accepted,
    Map<String, OrderFacts> mysql,
    Map<String, OrderFacts> elasticsearch,
    long elasticsearchLines,
    Map<String, StockLevel> stock) {
  public DemoEvidence {
    accepted = Map.copyOf(accepted);
    mysql = Map.copyOf(mysql);
    elasticsearch = Map.copyOf(elasticsearch);
    stock = Map.copyOf(stock);
  }

  /** The same with stock that was read later. */
  public DemoEvidence withStock(Map<String, StockLevel> later) {
    return new DemoEvidence(accepted, mysql, elasticsearch, elasticsearchLines, later);
  }
}
