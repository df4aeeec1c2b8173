package io.spillway.ingest.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Divides a capacity among tenants by weighted max-min fairness: nobody gets more than it asks for,
 * and what one leaves is divided among the others (Bertsekas and Gallager, Data Networks, 6.5.2).
 */
public final class FairShare {
  private FairShare() {}

  /** What a tenant of some weight asks for. */
  private record Demand(double amount, int weight) {
    double perWeight() {
      return amount / weight;
    }
  }

  /**
   * The share of a tenant of weight 1: who asks for more than its weight times this gets just that.
   * Infinite when there is enough for all.
   *
   * @param demands by tenant, in the unit of the capacity
   * @param weight of a tenant, at least 1
   */
  public static double level(
      double capacity, Map<String, Double> demands, ToIntFunction<String> weight) {
    List<Demand> ascending =
        demands.entrySet().stream()
            .map(each -> new Demand(each.getValue(), weight.applyAsInt(each.getKey())))
            .sorted(Comparator.comparingDouble(Demand::perWeight))
            .toList();
    double left = capacity;
    long weights = ascending.stream().mapToLong(Demand::weight).sum();
    for (Demand demand : ascending) {
      double level = left / weights;
      if (demand.perWeight() > level) {
        return level;
      }
      left -= demand.amount();
      weights -= demand.weight();
    }
    return Double.POSITIVE_INFINITY;
  }
}
