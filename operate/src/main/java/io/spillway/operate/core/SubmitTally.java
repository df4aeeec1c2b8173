package io.spillway.operate.core;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what became of submitted orders. Thread-safe. */
public final class SubmitTally {
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> repeatReasons = new TreeMap<>();
  private long accepted;
  private long refused;
  private long repeats;

  public synchronized void accepted(String id) {
    accepted++;
    ids.add(id);
  }

  public synchronized void refused(String reason) {
    refused++;
    refusals.merge(reason, 1, Integer::sum);
  }

  /** Lines were sent once more for this reason. */
  public synchronized void repeated(String reason, int lines) {
    repeats += lines;
    repeatReasons.merge(reason, lines, Integer::sum);
  }

  public synchronized long accepted() {
    return accepted;
  }

  /** Different orders among them: lines with the same key are one order. */
  public synchronized int distinct() {
    return ids.size();
  }

  public synchronized long refused() {
    return refused;
  }

  public synchronized long repeats() {
    return repeats;
  }

  /** Lines that have their final answer. */
  public synchronized long answered() {
    return accepted + refused;
  }

  public synchronized Map<String, Integer> refusals() {
    return Collections.unmodifiableMap(new TreeMap<>(refusals));
  }

  public synchronized Map<String, Integer> repeatReasons() {
    return Collections.unmodifiableMap(new TreeMap<>(repeatReasons));
  }
}
