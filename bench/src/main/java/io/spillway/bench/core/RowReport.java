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

  /** A contender's place in the row. */
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

  /** How many rounds there were. */
  public int rounds() {
    return samples.stream().mapToInt(Sample::round).max().orElse(0);
  }

  /** The median of a contender's figure. */
  public OptionalDouble median(String contender, String figure) {
    return Statistics.median(samples, contender, figure);
  }
}
