package io.spillway.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void timesHaveMilliseconds() {
    assertThat(Times.text(Instant.parse("2026-11-21T08:00:00Z")))
        .isEqualTo("2026-11-21T08:00:00.000Z");
    assertThat(Times.text(Instant.parse("2026-11-21T08:00:00.123987654Z")))
        .isEqualTo("2026-11-21T08:00:00.123Z");
  }
}
