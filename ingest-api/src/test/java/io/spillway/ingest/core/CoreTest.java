package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoreTest {
  @Test
  void aTraceGoesOnOrBegins() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Random random = new Random(1);

    assertThat(TraceContext.of("00-" + trace + "-00f067aa0ba902b7-01", random).traceId())
        .isEqualTo(trace);
    assertThat(TraceContext.of("42-" + trace + "-00f067aa0ba902b7-01-later", random).traceId())
        .isEqualTo(trace);
    for (String none :
        new String[] {
          null,
          "",
          "ff-" + trace + "-00f067aa0ba902b7-01",
          "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
          "00-" + trace + "-0000000000000000-01",
          "00-" + trace.toUpperCase(java.util.Locale.ROOT) + "-00f067aa0ba902b7-01"
        }) {
      TraceContext begun = TraceContext.of(none, random);
      assertThat(begun.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(trace);
      assertThat(begun.traceparent()).matches("00-" + begun.traceId() + "-[0-9a-f]{16}-00");
    }
  }

  @Test
  void aBudgetGivesOnlyWhatItHas() {
    ByteBudget budget = new ByteBudget(10);

    assertThat(budget.tryTake(7)).isTrue();
    assertThat(budget.tryTake(4)).isFalse();
    assertThat(budget.tryTake(3)).isTrue();
    budget.giveBack(7);
    assertThat(budget.usedBytes()).isEqualTo(3);
    assertThatThrownBy(() -> budget.giveBack(4)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lengthsAreCodePoints() {
    assertThat(TextRule.name(2).broken("😀😀")).isNull();
    assertThat(TextRule.name(2).broken("😀😀😀")).contains("not 3");
    assertThat(TextRule.name(9).broken("\u2028")).isNotNull();
    assertThat(TextRule.value(1).broken("")).isNull();
  }

  @Test
  void durationsAreOfDaysToMilliseconds() {
    DurationRule rule = new DurationRule(Duration.ofSeconds(1), Duration.ofDays(7));

    assertThat(rule.read("PT15M")).isEqualTo(Duration.ofMinutes(15));
    assertThat(rule.read("P6DT23H59M59.999S"))
        .isEqualTo(Duration.ofDays(7).minus(Duration.ofMillis(1)));
    assertThat(rule.read("PT1S")).isEqualTo(Duration.ofSeconds(1));
    assertThat(rule.read("P7D")).isEqualTo(Duration.ofDays(7));
    for (String none :
        List.of(
            "",
            "P",
            "PT",
            "P1DT",
            "15m",
            "pt15m",
            "-PT15M",
            "PT-15M",
            "P1M",
            "P1Y",
            "PT1.5H",
            "PT1,5S",
            "PT1.2345S",
            "PT0S",
            "PT0.999S",
            "P7DT0.001S",
            "P99999D",
            " PT15M",
            "PT15M ",
            "P1W",
            "PT9999999999S",
            "PT999999999999999999999S")) {
      assertThat(rule.read(none)).as(none).isNull();
    }
    assertThat(rule.expected()).contains("PT1S").contains("PT168H").contains("PT5S");
  }

  @Test
  void timesHaveMilliseconds() {
    assertThat(Timestamps.text(Instant.parse("2026-11-21T08:00:00Z")))
        .isEqualTo("2026-11-21T08:00:00.000Z");
    assertThat(Timestamps.text(Instant.parse("2026-11-21T08:00:00.123987654Z")))
        .isEqualTo("2026-11-21T08:00:00.123Z");
  }

  @Test
  void limitsCanOnlyBeWhatTheTablesHold() {
    OrderLimits d = OrderLimits.DEFAULT;
    assertThatThrownBy(
            () ->
                new OrderLimits(
                    2_001,
                    d.maxQuantity(),
                    d.maxUnitAmount(),
                    d.maxTotalAmount(),
                    d.maxAttributes(),
                    d.maxAdjustments(),
                    d.placedAtAhead(),
                    d.maxHoldFor()))
        .hasMessage("maxLines = 2001 is outside 1..2000");
  }

  @Test
  void anAdjustmentsIdFollowsFromItsParts() {
    Adjustment adjustment = Adjustment.of("shop", "A", -3, "r", null);

    assertThat(adjustment.id()).isEqualTo(RoutedId.ofAdjustment("shop", "A", "r"));
    assertThat(adjustment.message().getAdjustmentId()).isEqualTo(adjustment.id().toString());
    assertThat(adjustment.message().getDelta()).isEqualTo(-3);
    assertThat(adjustment.message().hasLowStockAt()).isFalse();
    assertThat(Adjustment.of("shop", "A", 0, "r", 0).message().hasLowStockAt()).isTrue();
  }
}
