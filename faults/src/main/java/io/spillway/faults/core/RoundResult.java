package io.spillway.faults.core;

import java.util.List;
import java.util.Map;

/**
 * What became of one round: its traffic, its faults, and what was found afterwards.
 *
 * @param name the fault's label, or {@code random}
 * @param timeline what was done when, seconds since the round began
 * @param recoveryMillis from the last heal until what was sent then was settled and searchable
 * @param findings every objection, with examples; empty when all held
 */
public record RoundResult(
    String name,
    int row,
    long seed,
    double seconds,
    int faults,
    List<String> timeline,
    int sent,
    int accepted,
    long notSent,
    long unanswered,
    long lost,
    long unsettled,
    long doubled,
    long oversold,
    long brokenPromises,
    int changedAnswers,
    Map<String, Long> refusals,
    Map<String, Long> commands,
    long recoveryMillis,
    Map<LatencyFigures.Phase, LatencyFigures> latencies,
    List<String> findings) {
  public RoundResult {
    timeline = List.copyOf(timeline);
    refusals = Map.copyOf(refusals);
    commands = Map.copyOf(commands);
    latencies = Map.copyOf(latencies);
    findings = List.copyOf(findings);
  }

  public boolean ok() {
    return findings.isEmpty();
  }
}
