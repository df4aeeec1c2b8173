package io.spillway.faults.adapter;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every invariant of the pipeline, on what a round's tenant has in Kafka, MySQL and the index. */
record InvariantCheck(CheckWiring check) {
  private static final Duration SETTLE = Duration.ofMinutes(2);

  /** One line for each invariant that does not hold. */
  List<String> violations(String tenant) throws InterruptedException {
    try {
      return check.of(new Scope(tenant, null), SETTLE).findings().stream()
          .filter(finding -> finding.violations() > 0)
          .map(
              finding ->
                  String.format(
                      Locale.ROOT,
                      "%d x invariant %d, %s: %s",
                      finding.violations(),
                      finding.invariant().number(),
                      finding.invariant().claim(),
                      finding.examples()))
          .toList();
    } catch (UnavailableException e) {
      return List.of("Failed to check the invariants: " + e.getMessage());
    }
  }
}
