package io.spillway.bench.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Named numbers of one run; a name ends in its unit. Immutable.
 *
 * @param values in the order in which they are shown
 */
public record Measurements(Map<String, Double> values) {
  /** What was done, as a count; the base of everything that is "per operation". */
  public static final String OPERATIONS = "operations";

  /** Operations by the run's time. */
  public static final String RATE = "per second";

  /** Before the name of a counter: its rise an operation. */
  public static final String CAUSED = "caused/op ";

  public Measurements {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Measurements ofRun(long operations, long elapsedNanos) {
    return new Measurements(Map.of())
        .with(OPERATIONS, operations)
        .with(RATE, elapsedNanos <= 0 ? 0 : operations * 1e9 / elapsedNanos);
  }

  public Measurements with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Measurements(more);
  }

  public Measurements with(Measurements other) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    more.putAll(other.values);
    return new Measurements(more);
  }

  /** One figure, when the run has it. */
  public OptionalDouble get(String name) {
    Double value = values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
