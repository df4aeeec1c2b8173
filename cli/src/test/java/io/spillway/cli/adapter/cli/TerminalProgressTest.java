package io.spillway.cli.adapter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.port.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
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

  private TerminalProgress progress(boolean terminal) {
    return new TerminalProgress(new PrintStream(printed, true, UTF_8), terminal, () -> nanos);
  }
}
