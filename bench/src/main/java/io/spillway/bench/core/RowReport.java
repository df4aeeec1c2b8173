package io.spillway.bench.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One row's rounds.
 *
 * @param facts of the run: date, machine, versions, settings
 */
public record RowReport(RowSpec spec, Map<String, String> facts, List<Sample> samples) {
  public RowReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    samples = List.copyOf(samples);
  }

  public record Entry(String name, Role role) {}

  /** The contenders as they first appear. */
  public List<Entry> contenders() {
    Set<Entry> entries = new LinkedHashSet<>();
    samples.forEach(s -> entries.add(new Entry(s.contender(), s.role())));
    return List.copyOf(entries);
  }

  /** Every figure that any contender has, as they first appear. */
  public List<String> figures() {
    Set<String> names = new LinkedHashSet<>();
    samples.forEach(s -> names.addAll(s.figures().values().keySet()));
    return List.copyOf(names);
  }

  public OptionalDouble median(String contender, String figure) {
    return Statistics.median(samples, contender, figure);
  }
}
