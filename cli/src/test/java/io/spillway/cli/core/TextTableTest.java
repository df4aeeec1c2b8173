package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsNumbersToTheRight() {
    assertThat(new TextTable("name", "count").row("accepted", "2,000").row("refused", "7").lines())
        .containsExactly("name      count", "accepted  2,000", "refused       7");
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
