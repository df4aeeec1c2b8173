package io.spillway.verify.core.reconcile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a comparison found.
 *
 * @param orders rows, documents and orders of the log that were looked at
 * @param stock SKUs that were looked at
 * @param differences sorted
 * @param fixed those that were put right
 */
public record Reconciliation(
    long orders, long stock, List<Difference> differences, List<Difference> fixed) {
  public Reconciliation {
    differences = List.copyOf(differences);
    fixed = List.copyOf(fixed);
  }

  /** Whether nothing differs, or all that did is put right. */
  public boolean ok() {
    return differences.size() == fixed.size();
  }

  /** Differences of each kind that occurs. */
  public Map<DifferenceKind, Long> byKind() {
    return differences.stream()
        .collect(Collectors.groupingBy(Difference::kind, TreeMap::new, Collectors.counting()));
  }
}
