package io.spillway.ingest.core;

import java.util.ArrayList;
import java.util.List;

/** Collects every fault of one request; keeps the first {@link #KEPT} and counts all. */
public final class Violations {
  /** How many faults a refusal spells out; a body of a megabyte can hold many more. */
  public static final int KEPT = 1_000;

  private final List<Violation> kept = new ArrayList<>();
  private int total;

  /** Notes a fault. */
  public void add(Violation violation) {
    total++;
    if (kept.size() < KEPT) {
      kept.add(violation);
    }
  }

  /** Notes a fault in the body. */
  public void at(String pointer, String reason) {
    add(Violation.at(pointer, reason));
  }

  /** Whether nothing is wrong. */
  public boolean none() {
    return total == 0;
  }

  /** How many were noted. */
  public int total() {
    return total;
  }

  /** The first ones, in the order they were found. */
  public List<Violation> kept() {
    return List.copyOf(kept);
  }
}
