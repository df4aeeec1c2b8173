package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

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
  void aSkuIsAnyPrintableTextInNfc() {
    TextRule rule = TextRule.sku(64);
    for (String sku :
        List.of("MUG-1", "a b  c", "A/B-12", "M8×20", "Größe-L", "#12", "...", "Ａ", "客户")) {
      assertThat(rule.broken(sku)).as(sku).isNull();
    }
    assertThat(rule.broken("😀".repeat(64))).isNull();
    assertThat(rule.broken("😀".repeat(65))).contains("1 to 64").endsWith("not 65");
    for (String none :
        List.of(
            "",
            " a",
            "a ",
            ".",
            "..",
            "a\tb",
            "a\u007f",
            "a\u00a0b",
            "a\u2003b",
            "a\u3000b",
            "a\u00adb",
            "a\u200db",
            "\ufeffa",
            "a\u2028b",
            "a\u2029b",
            "\ue000",
            "\ud83d",
            "\udc00a",
            "\uffff",
            "\u0378")) {
      assertThat(rule.broken(none)).as(none).contains("printable");
    }
    assertThat(rule.broken("\u212b"))
        .isEqualTo("must be in Unicode NFC, not '\\u212B'; send '\\u00C5'");
  }

  @Test
  void anySkuOfTheDescriptionIsOneOfTheRule() {
    var description =
        new Yaml()
            .<Map<String, Map<String, Map<String, Map<String, Object>>>>>load(
                CoreTest.class.getResourceAsStream("/io/spillway/ingest/openapi.yaml"));
    var described = description.get("components").get("schemas").get("Sku");
    Pattern pattern = Pattern.compile((String) described.get("pattern"));
    Random random = new Random(11);
    String alphabet = "aZ0./ \u00df\u00a0\u00ad\u4e00\ue000\t\u2028#";
    for (int i = 0; i < 20_000; i++) {
      String sku =
          random
              .ints(random.nextInt(1, 5), 0, alphabet.length())
              .mapToObj(at -> alphabet.substring(at, at + 1))
              .collect(Collectors.joining());
      assertThat(pattern.matcher(sku).matches())
          .as(sku)
          .isEqualTo(TextRule.sku(64).broken(sku) == null);
    }
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
  void theLedgerDecidesWhatAReferenceMeans() {
    Adjustment five = Adjustment.of("shop", "A", 5, "r", 2);
    Adjustment six = Adjustment.of("shop", "A", 6, "r", 2);
    Adjustment otherThreshold = Adjustment.of("shop", "A", 5, "r", null);

    assertThat(conflicts(five, Map.of(), Map.of())).isEmpty();
    assertThat(conflicts(five, Map.of(five.id(), 5), Map.of())).isEmpty();
    assertThat(conflicts(five, Map.of(), Map.of(five.id(), five))).isEmpty();
    // Two came at one time: one is remembered, the other was settled first.
    assertThat(conflicts(five, Map.of(five.id(), 5), Map.of(five.id(), six))).isEmpty();
    assertThat(conflicts(five, Map.of(five.id(), 6), Map.of(five.id(), five)))
        .containsExactly("/0/delta");
    assertThat(conflicts(five, Map.of(), Map.of(five.id(), six))).containsExactly("/0/delta");
    assertThat(conflicts(five, Map.of(five.id(), 5), Map.of(five.id(), otherThreshold)))
        .containsExactly("/0/lowStockAt");
  }

  private static List<String> conflicts(
      Adjustment sent, Map<RoutedId, Integer> settled, Map<RoutedId, Adjustment> taken) {
    return AdjustmentRules.conflicts(List.of(sent), settled, taken).kept().stream()
        .map(Violation::name)
        .toList();
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
