package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiAnswersTest {
  @Test
  void namesEachFieldThatDiffers() {
    assertThat(faults(Map.of("status", "CONFIRMED"), Map.of("status", "CONFIRMED"))).isEmpty();
    assertThat(faults(Map.of("status", "CONFIRMED"), Map.of("status", "REJECTED")))
        .containsExactly("the API answers status REJECTED, its row CONFIRMED");
    assertThat(faults(Map.of("attributes/country", "UK"), Map.of()))
        .containsExactly("the API answers attributes/country absent, its row UK");
  }

  @Test
  void anEncryptedValueIsNeitherComparedNorShown() {
    Map<String, String> row = Map.of("attributes/name", "enc:v1:1:AAAA");
    for (String told : List.of("Ada Lovelace", "[forgotten]", "[encrypted]")) {
      assertThat(faults(row, Map.of("attributes/name", told))).isEmpty();
    }
    assertThat(faults(row, Map.of())).hasSize(1);
    assertThat(faults(Map.of("attributes/name", "Ada"), Map.of("attributes/name", "[encrypted]")))
        .as("of before the mark, asked by who may not read it")
        .isEmpty();
  }

  private static List<String> faults(Map<String, String> row, Map<String, String> answer) {
    Findings findings = new Findings(List.of());
    ApiAnswers.judge(Map.of("o1", row), Map.of("o1", answer), findings);
    return findings.report().findings().stream()
        .flatMap(finding -> finding.examples().stream())
        .map(Finding.Example::fault)
        .toList();
  }
}
