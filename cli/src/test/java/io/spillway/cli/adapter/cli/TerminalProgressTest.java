package io.spillway.cli.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.port.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long nanos;

  @Test
  void aLogGetsALineEveryFewSecondsAndOneAtTheEnd() {
    try (Progress.Meter meter = progress(false).meter("orders", 100)) {
      for (int i = 1; i <= 100; i++) {
        nanos += Duration.ofMillis(100).toNanos();
        meter.at(i);
      }
    }
    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "orders 50/100  50% 10/s ETA 5.0 s",
            "orders 100/100 100% 10/s in 10 s", "orders 100/100 100% 10/s in 10 s");
  }

  @Test
  void aTerminalGetsABarThatMoves() {
    try (Progress.Meter meter = progress(true).meter("orders", 2)) {
      nanos += Duration.ofSeconds(1).toNanos();
      meter.at(1);
    }
    assertThat(printed.toString(UTF_8))
        .contains("\r\u001b[Korders [############............] 1/2")
        .endsWith("1/2  50% 1/s ETA 1.0 s" + System.lineSeparator());
  }

  @Test
  void theCountNeverGoesBack() {
    try (Progress.Meter meter = progress(false).meter("orders", 10)) {
      meter.at(7);
      meter.at(3);
      nanos += Duration.ofSeconds(7).toNanos();
    }
    assertThat(printed.toString(UTF_8)).contains("orders 7/10");
  }

  /** Orders become searchable every half minute; the sink's backlog moves all the time. */
  @Test
  void aBacklogIsToldWhileTheCountStandsStill() {
    try (Progress.Meter meter = progress(false).meter("searchable", 50_000)) {
      for (int second = 1; second <= 20; second++) {
        nanos += Duration.ofSeconds(1).toNanos();
        meter.behind(Map.of("analytics-sink", 100_000L - second * 4_000L));
        meter.at(0);
      }
      nanos += Duration.ofSeconds(5).toNanos();
      meter.waitingFor("Elasticsearch does not respond");
    }
    assertThat(printed.toString(UTF_8).lines().limit(5))
        .containsExactly(
            line("records behind: analytics-sink 80,000, 4,000/s, ETA 20 s"),
            line("records behind: analytics-sink 60,000, 4,000/s, ETA 15 s"),
            line("records behind: analytics-sink 40,000, 4,000/s, ETA 10 s"),
            line("records behind: analytics-sink 20,000, 4,000/s, ETA 5.0 s"),
            line("Elasticsearch does not respond"));
  }

  private static String line(String waiting) {
    return "searchable 0/50,000   0% 0/s; " + waiting;
  }

  private TerminalProgress progress(boolean terminal) {
    return new TerminalProgress(new PrintStream(printed, true, UTF_8), terminal, () -> nanos);
  }
}
