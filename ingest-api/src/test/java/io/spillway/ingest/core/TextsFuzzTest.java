package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/**
 * Any text where a path, a query or a header has an id, a cursor, a time. The first character
 * chooses the reader.
 */
@Tag("extended")
class TextsFuzzTest {
  private static final DurationRule WAITS = new DurationRule(Duration.ZERO, Duration.ofSeconds(30));

  @FuzzTest(maxDuration = "60s")
  void aTextIsReadOrRefused(byte[] input) {
    String all = new String(input, java.nio.charset.StandardCharsets.UTF_8);
    if (all.isEmpty()) {
      return;
    }
    String text = all.substring(1);
    switch (all.charAt(0)) {
      case 'i' -> orderId(text);
      case 'c' -> cursor(text);
      case 'e' -> entityTags(text);
      case 'd' -> duration(text);
      case 't' -> time(text);
      case 'p' -> trace(text);
      case 'k' -> key(text);
      default -> names(text);
    }
  }

  private static void orderId(String text) {
    try {
      assertThat(RoutedId.parse(text).toString()).isEqualTo(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException refused) {
      // As it should.
    }
  }

  private static void cursor(String text) {
    OrderCursor cursor = OrderCursor.read(text);
    if (cursor != null) {
      assertThat(OrderCursor.read(cursor.text())).isEqualTo(cursor);
      assertThat(cursor.createdAt()).isBetween(Instant.EPOCH, OrderCursor.LATEST);
      assertThat(OrderCursor.read(text, cursor.orderId().slot())).isEqualTo(cursor);
    }
  }

  private static void entityTags(String text) {
    EntityTags tags = EntityTags.read(text);
    if (tags != null) {
      assertThat(tags.any() || !tags.tags().isEmpty()).isTrue();
      assertThat(tags.matches(3) || !tags.matchesStrongly(3)).isTrue();
    }
  }

  private static void duration(String text) {
    Duration duration = WAITS.read(text);
    if (duration != null) {
      assertThat(duration).isBetween(WAITS.min(), WAITS.max());
    }
  }

  private static void time(String text) {
    Instant time = OrderRules.rfc3339(text);
    if (time != null) {
      assertThat(OrderRules.rfc3339(time.toString())).isEqualTo(time);
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(OrderCursor.LATEST)) {
        assertThat(Times.text(time)).isNotEmpty();
      }
    }
  }

  private static void trace(String text) {
    TraceContext trace = TraceContext.of(text, new Random(7));
    assertThat(trace.traceId()).matches("[0-9a-f]{32}");
    assertThat(trace.traceparent()).matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*");
    assertThat(trace.traceparent()).doesNotContain("\r", "\n");
  }

  private static void key(String text) {
    if (OrderRules.brokenKey(text) == null) {
      assertThat(text).matches("[ -~]{1,255}");
    }
  }

  private static void names(String text) {
    if (AdjustmentRules.brokenSku(text) == null) {
      assertThat(text.codePointCount(0, text.length())).isBetween(1, OrderLimits.SKU_LENGTH);
      assertThat(text).isNotIn(".", "..").doesNotContain("\n", "\r", "\u0000", "\u001b");
    }
    if (AdjustmentRules.brokenTenant(text) == null) {
      assertThat(text).matches("[a-z0-9-]{1,64}");
    }
    if (OrderRules.brokenCustomer(text) == null) {
      assertThat(text.codePointCount(0, text.length())).isBetween(1, OrderLimits.CUSTOMER_LENGTH);
      assertThat(text).isNotBlank().doesNotContain("\n", "\r", "\u0000", "\u001b");
    }
    if (OrderSearch.brokenStatus(text) == null) {
      assertThat(text).matches("[A-Z]+");
    }
  }
}
