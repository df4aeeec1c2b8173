package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.routing.RoutedId;
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
                    d.placedAtAhead()))
        .hasMessage("maxLines = 2001 is outside 1..2000");
  }

  @Test
  void anAdjustmentsIdFollowsFromItsParts() {
    Adjustment adjustment = Adjustment.of("shop", "A", -3, "r");

    assertThat(adjustment.id()).isEqualTo(RoutedId.ofAdjustment("shop", "A", "r"));
    assertThat(adjustment.message().getAdjustmentId()).isEqualTo(adjustment.id().toString());
    assertThat(adjustment.message().getDelta()).isEqualTo(-3);
  }
}
