package io.spillway.faults.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What an audit objects to: how often, with a few examples of each. Not thread-safe. */
public final class ClientFindings {
  private static final int EXAMPLES = 3;

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, List<String>> examples = new TreeMap<>();

  public void add(String what, Object example) {
    counts.merge(what, 1L, Long::sum);
    List<String> known = examples.computeIfAbsent(what, key -> new ArrayList<>());
    if (known.size() < EXAMPLES) {
      known.add(example.toString());
    }
  }

  public long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public List<String> lines() {
    return counts.entrySet().stream()
        .map(
            sort ->
                String.format(
                    Locale.ROOT,
                    "%d x %s: %s",
                    sort.getValue(),
                    sort.getKey(),
                    String.join(", ", examples.getOrDefault(sort.getKey(), List.of()))))
        .toList();
  }
}
