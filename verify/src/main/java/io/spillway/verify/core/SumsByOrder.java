package io.spillway.verify.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the orders whose parts differ, once the sums over a range do: one side is added, the other
 * taken away, and what is left over differs. Not thread-safe.
 */
public final class SumsByOrder {
  private final Map<String, long[]> sums = new HashMap<>();

  /** Parts of an order in MySQL. */
  public void stored(String order, long parts, long digest) {
    add(order, parts, digest);
  }

  /** Parts of an order in Elasticsearch. */
  public void indexed(String order, long parts, long digest) {
    add(order, -parts, -digest);
  }

  /** Reports every order whose parts differ. */
  public void judge(Invariant invariant, Findings findings) {
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(order -> judge(order.getKey(), order.getValue(), invariant, findings));
  }

  /** The orders whose parts differ, sorted. */
  public List<String> differing() {
    return sums.keySet().stream().sorted().toList();
  }

  private static void judge(String id, long[] left, Invariant invariant, Findings findings) {
    if (left[0] != 0) {
      String fault = left[0] > 0 ? left[0] + " documents are missing" : -left[0] + " too many";
      findings.violated(invariant, id, fault);
    } else if (left[1] != 0) {
      findings.violated(invariant, id, "has other documents than rows");
    }
  }

  private void add(String order, long parts, long digest) {
    long[] sum = sums.computeIfAbsent(order, _ -> new long[2]);
    sum[0] += parts;
    sum[1] += digest;
    if (sum[0] == 0 && sum[1] == 0) {
      sums.remove(order);
    }
  }
}
