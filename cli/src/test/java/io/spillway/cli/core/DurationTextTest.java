package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "90s, PT1M30S",
    "15m, PT15M",
    "15min, PT15M",
    "24h, P1D",
    "30d, P30D",
    "30D, P30D",
    "PT1H30M, PT1H30M",
    "P2D, PT48H"
  })
  void readsWhatPeopleWriteAndIso(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "1y", "1.5h", "h", "PT", "9999999999s"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("24h");
  }

  @Test
  void namesTheText() {
    assertThatThrownBy(() -> DurationText.parse("soon")).hasMessageContaining("'soon'");
  }
}
