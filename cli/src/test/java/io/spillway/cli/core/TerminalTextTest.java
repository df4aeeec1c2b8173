package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "replay by me@host", "Größe-L M8×20 #12", "注文 😀", "C:\\temp"})
  void whatIsSafeStaysAsItIs(String text) {
    assertThat(TerminalText.escaped(text)).isEqualTo(text);
  }

  @Test
  void whatMovesTheCursorOrBeginsALineIsShown() {
    assertThat(TerminalText.escaped("a\nb\r\t\u001b[2K\u0007\u007f\u0085\u009b1m"))
        .isEqualTo("a\\u000ab\\u000d\\u0009\\u001b[2K\\u0007\\u007f\\u0085\\u009b1m");
  }

  @Test
  void whatHidesOrReversesTextIsShown() {
    assertThat(TerminalText.escaped("x\u202ey\u200bz\u2028\u2066\ufeff\ud800"))
        .isEqualTo("x\\u202ey\\u200bz\\u2028\\u2066\\ufeff\\ud800");
  }

  @Test
  void whatIsShownOfJsonStaysJson() {
    assertThat(TerminalText.escaped("{\"a\":\"\udb80\udc00\u200d\"}"))
        .isEqualTo("{\"a\":\"\\udb80\\udc00\\u200d\"}");
  }
}
