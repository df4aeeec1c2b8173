package io.spillway.analytics.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageDocumentsTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:00:03Z");

  private static StageBacklog waiting(long records, Instant at) {
    return new StageBacklog("order-store", records, at);
  }

  @ParameterizedTest
  @CsvSource({"300, 200, 20", "300, 299, 2990", "300, 300, -1", "200, 300, -1", "300, 0, -1"})
  void aBacklogThatShrinksIsEmptyInSeconds(long before, long now, long seconds) {
    OptionalLong emptyIn =
        StageDocuments.emptyInSeconds(waiting(before, AT.minusSeconds(10)), waiting(now, AT));

    assertThat(emptyIn.orElse(-1)).isEqualTo(seconds);
  }

  @Test
  void samplesOfTheSameMomentAreOneDocument() {
    assertThat(StageDocuments.of(waiting(1, AT), null, null).key())
        .isEqualTo(StageDocuments.of(waiting(2, AT.plusSeconds(1)), null, 5L).key())
        .isNotEqualTo(StageDocuments.of(waiting(1, AT.plusSeconds(5)), null, null).key());
  }
}
