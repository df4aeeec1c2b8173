package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SumsByOrderTest {
  private final Findings findings = new Findings(List.of());
  private final SumsByOrder sums = new SumsByOrder();

  @Test
  void onlyOrdersWhosePartsDifferAreReported() {
    sums.stored("same", 2, 70);
    sums.indexed("same", 1, 30);
    sums.indexed("same", 1, 40);
    sums.stored("missing", 2, 9);
    sums.indexed("missing", 1, 4);
    sums.indexed("extra", 1, 4);
    sums.stored("other", 1, 5);
    sums.indexed("other", 1, 6);
    sums.judge(Claim.LINES, findings);
    assertThat(
            findings.report().findings().stream()
                .flatMap(finding -> finding.examples().stream())
                .map(example -> example.id() + ": " + example.fault()))
        .containsExactly(
            "extra: 1 too many",
            "missing: 1 documents are missing",
            "other: has other documents than rows");
  }
}
