package io.spillway.faults.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How the traffic of a run went, besides what the journal knows. Thread-safe. */
public final class TrafficTally {
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> commands = new ConcurrentHashMap<>();
  private final LongAdder notSent = new LongAdder();
  private final ClientFindings findings = new ClientFindings();

  /** One request or line that was not accepted, by its status code or the client's failure. */
  public void refused(String code) {
    refusals.computeIfAbsent(code, key -> new LongAdder()).increment();
  }

  public void command(OrderScenario.Verb verb, String outcome) {
    commands.computeIfAbsent(verb.path() + " " + outcome, key -> new LongAdder()).increment();
  }

  /** Orders not sent, because too many were waiting already. */
  public void notSent(int orders) {
    notSent.add(orders);
  }

  /** An answer that no fault excuses. */
  public synchronized void unexpected(String what, String example) {
    findings.add(what, example);
  }

  public Map<String, Long> refusals() {
    return sums(refusals);
  }

  public Map<String, Long> commands() {
    return sums(commands);
  }

  public long notSent() {
    return notSent.sum();
  }

  /** Answers that no fault excuses, with examples. */
  public synchronized ClientFindings findings() {
    return findings;
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((key, adder) -> sums.put(key, adder.sum()));
    return sums;
  }
}
