package io.spillway.verify.core;

import java.util.List;

/**
 * The verdict on a pipeline.
 *
 * @param findings one for each invariant, in the order of their numbers
 * @param notes what limits the verdict
 * @param deadLetters how many there are, with an example for each topic
 */
public record CheckReport(
    List<Finding> findings, List<String> notes, List<StoreFacts.DeadLetter> deadLetters) {
  public CheckReport {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
    deadLetters = List.copyOf(deadLetters);
  }

  public boolean ok() {
    return findings.stream().allMatch(finding -> finding.violations() == 0);
  }

  /** These findings with one more note. */
  public CheckReport noting(String note) {
    List<String> more = new java.util.ArrayList<>(notes);
    more.add(note);
    return new CheckReport(findings, more, deadLetters);
  }
}
