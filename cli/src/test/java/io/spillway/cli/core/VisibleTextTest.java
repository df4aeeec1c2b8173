package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
  @Test
  void controlsAreShownAndNotSent() {
    assertThat(VisibleText.of("a\u001b[2Jb\u009b31mc\r\nd\u0007"))
        .isEqualTo("a\\u001b[2Jb\\u009b31mc\\u000d\\u000ad\\u0007");
  }

  @Test
  void whatReversesTheDirectionIsShown() {
    assertThat(VisibleText.of("gpj.\u202etxt \u2066x\u2069\u2028"))
        .isEqualTo("gpj.\\u202etxt \\u2066x\\u2069\\u2028");
  }

  @Test
  void ordinaryTextStays() {
    String text = "Größe-L\tM8×20 日本 \ud83d\ude00 שלום";
    assertThat(VisibleText.of(text)).isSameAs(text);
  }

  @Test
  void everyCellOfATableIsShown() {
    assertThat(new TextTable("cause").row("\u001b]0;owned\u0007").lines().getLast())
        .isEqualTo("\\u001b]0;owned\\u0007");
  }
}
