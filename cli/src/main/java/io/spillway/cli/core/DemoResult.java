package io.spillway.cli.core;

import java.util.List;

/**
 * The counts of a demo and where they disagree.
 *
 * @param sent orders that were meant to be sent
 * @param oversold SKUs whose rows do not add up to what was opened, or promise more
 * @param faults one sentence for each disagreement; empty when all counts agree
 */
public record DemoResult(
    int sent,
    int accepted,
    int confirmed,
    int rejected,
    int mysqlOrders,
    long mysqlLines,
    int elasticsearchOrders,
    long elasticsearchLines,
    int oversold,
    List<String> faults) {
  public DemoResult {
    faults = List.copyOf(faults);
  }

  public boolean ok() {
    return faults.isEmpty();
  }
}
