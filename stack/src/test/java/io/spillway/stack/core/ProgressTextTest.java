package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {
  @Test
  void showsRateAndWhatIsLeft() {
    assertThat(ProgressText.line("orders", 500, 2_000, Duration.ofSeconds(2)))
        .isEqualTo("orders 500/2,000  25% 250/s ETA 6.0 s");
  }

  @Test
  void showsTheTimeAtTheEnd() {
    assertThat(ProgressText.line("orders", 2_000, 2_000, Duration.ofSeconds(80)))
        .isEqualTo("orders 2,000/2,000 100% 25/s in 1 min 20 s");
  }

  @Test
  void theBarGrows() {
    assertThat(ProgressText.bar("x", 0, 10, Duration.ZERO))
        .isEqualTo("x [........................] 0/10   0% 0/s ETA ?");
    assertThat(ProgressText.bar("x", 5, 10, Duration.ofSeconds(1)))
        .startsWith("x [############............]");
    assertThat(ProgressText.bar("x", 10, 10, Duration.ofSeconds(1)))
        .startsWith("x [########################]");
  }

  @Test
  void moreThanAllIsStillAHundredPercent() {
    assertThat(ProgressText.bar("x", 12, 10, Duration.ofSeconds(1))).contains("100%");
  }

  @Test
  void theStagesThatAreBehindTellWhenItEnds() {
    Map<String, Long> records = new LinkedHashMap<>();
    records.put("order-store", 0L);
    records.put("analytics-sink", 96_000L);
    String waiting = ProgressText.behind(records, 4_800);
    assertThat(ProgressText.line("searchable", 0, 50_000, Duration.ofSeconds(30), 0, waiting))
        .isEqualTo(
            "searchable 0/50,000   0% 0/s; records behind: analytics-sink 96,000, 4,800/s, ETA 20"
                + " s");
    assertThat(ProgressText.behind(records, -3)).endsWith("0/s, ETA ?");
    assertThat(ProgressText.behind(Map.of("analytics-sink", 0L), 5)).isEmpty();
  }

  @Test
  void theRateOfTheLastSecondsIsThatOfTheEta() {
    assertThat(ProgressText.line("x", 500, 1_000, Duration.ofMinutes(9), 100, ""))
        .isEqualTo("x 500/1,000  50% 100/s ETA 5.0 s");
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(ProgressText.line("x", 0, 0, Duration.ZERO)).isEqualTo("x 0/0 100% 0/s in 0.0 s");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 0.4 s",
    "9999, 10.0 s",
    "10000, 10 s",
    "185000, 3 min 05 s",
    "3720000, 1 h 02 min"
  })
  void durations(long millis, String text) {
    assertThat(ProgressText.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"512, 0 KiB", "327155712, 312 MiB", "1610612736, 1.5 GiB"})
  void sizes(long bytes, String text) {
    assertThat(ProgressText.size(bytes)).isEqualTo(text);
  }
}
