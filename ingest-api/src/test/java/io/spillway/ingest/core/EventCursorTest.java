package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
  @Test
  void anyPlaceIsReadBack() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      int partitions = 1 + random.nextInt(64);
      EventCursor cursor =
          new EventCursor(
              Stream.generate(() -> random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63))
                  .limit(partitions)
                  .toList());
      assertThat(EventCursor.read(cursor.text(), partitions)).isEqualTo(cursor);
      assertThat(EventCursor.read(cursor.text(), partitions + 1)).isNull();
      if (partitions > 1) {
        assertThat(EventCursor.read(cursor.text(), partitions - 1)).isNull();
      }
    }
    EventCursor ends = new EventCursor(List.of(0L, 127L, 128L, Long.MAX_VALUE));
    assertThat(EventCursor.read(ends.text(), 4)).isEqualTo(ends);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "!", "AQ", "AgAA", "AYA", "Af______________8", "AQAAAA"})
  void otherTextsAreNone(String text) {
    assertThat(EventCursor.read(text, 2)).isNull();
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 1;
      }
      String text = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      EventCursor cursor = EventCursor.read(text, 3);
      if (cursor != null) {
        assertThat(cursor.offsets()).hasSize(3).allMatch(offset -> offset >= 0);
        assertThat(EventCursor.read(cursor.text(), 3)).isEqualTo(cursor);
      }
    }
  }
}
