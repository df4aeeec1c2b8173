package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.documents.IndexedMovements;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  @Test
  void everyInvariantIsReportedInTheOrderOfItsNumber() {
    List<Finding> findings = new Findings(List.of()).report().findings();
    assertThat(findings.stream().map(finding -> finding.invariant().number()).distinct())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0);
    assertThat(new Findings(List.of()).report().ok()).isTrue();
  }

  @Test
  void allViolationsAreCountedAndTheFirstAreTold() {
    Findings findings = new Findings(List.of());
    for (int i = 0; i < 25; i++) {
      findings.violated(Claim.LINES, "order-" + i, "wrong");
    }
    CheckReport report = findings.report();
    assertThat(report.ok()).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> finding.violations() > 0)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.violations()).isEqualTo(25);
              assertThat(finding.examples()).hasSize(20);
              assertThat(finding.examples().getFirst().id()).isEqualTo("order-0");
            });
  }

  @Test
  void aDeadLetterCountsOnceAnOrderSuffers() {
    StoreFacts.DeadLetter letter =
        new StoreFacts.DeadLetter("order-store.dlq.v1", 3, Views.ID, "poison");
    Findings findings = new Findings(List.of(letter));
    assertThat(findings.report().ok()).as("a letter alone is no violation").isTrue();
    OrderCheck examination = new OrderCheck(Scope.ALL, findings, IndexedMovements.ALL);
    examination.submitted(new StoreFacts.Submission(Views.ID, 1));
    examination.judge(new Invariant.Moment(0, Long.MIN_VALUE));
    assertThat(findings.report().findings())
        .filteredOn(finding -> finding.invariant() == Claim.DEAD_LETTERS)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.examined()).isOne();
              assertThat(finding.violations()).isOne();
              assertThat(finding.examples().getFirst().fault()).contains("order-store.dlq.v1");
            });
  }

  @Test
  void aDocumentWhoseIdIsNoneOfOursIsExtra() {
    Findings findings = new Findings(List.of());
    new OrderCheck(Scope.ALL, findings, IndexedMovements.ALL)
        .indexed("nonsense", new StoreFacts.Document(1, null));
    assertThat(findings.report().ok()).isFalse();
  }
}
