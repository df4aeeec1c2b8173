package io.spillway.reports.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCoreTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:34:56Z");

  @Test
  void aWindowEndsWithTheStepThatRuns() {
    Window window = Window.endingAt(NOW, Range.HOUR);

    assertThat(window.to()).isEqualTo("2026-11-20T12:35:00Z");
    assertThat(window.from()).isEqualTo("2026-11-20T11:35:00Z");
    assertThat(window.steps()).hasSize(60).startsWith(window.from());
  }

  @Test
  void everyRangeIsCutIntoRoundSteps() {
    for (Range range : Range.values()) {
      assertThat(Range.of(range.code())).contains(range);
      Window window = Window.endingAt(NOW, range);
      if (range == Range.EVERYTHING) {
        assertThat(window.bounded()).isFalse();
        assertThat(window.steps()).isEmpty();
      } else {
        assertThat(window.steps()).hasSizeBetween(15, 120);
        assertThat(window.to()).isAfter(NOW);
        assertThat(window.to().toEpochMilli() % window.step().toMillis()).isZero();
      }
    }
    assertThat(Range.of("1y")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT10S, 2", "PT1M, 2", "PT100M, 101", "P1D, 73", "P31D, 125", "P400D, 59"})
  void chosenTimesAreCutIntoStepsThatCanBeSeen(Duration span, int most) {
    Instant from = Instant.parse("2010-12-01T08:26:03Z");

    Window window = Window.between(from, from.plus(span));

    assertThat(window.steps()).hasSizeBetween(1, most);
    assertThat(window.steps().getFirst()).isBeforeOrEqualTo(from);
    assertThatThrownBy(() -> Window.between(from, from))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSelectionIsARangeOrTwoTimes() {
    assertThatThrownBy(() -> new Selection(Range.DAY, NOW, NOW, Map.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Selection(null, NOW, null, Map.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
    Selection chosen = Selection.USUAL.with(Dimension.COUNTRY, "Eire").over(Range.DAY);
    assertThat(chosen.onlyOf(Reports.CONVERSION)).containsKey(Dimension.COUNTRY);
    assertThat(chosen.notOf(Reports.STOCK_OUTS)).containsExactly(Dimension.COUNTRY);
    assertThat(chosen.onlyOf(Reports.STOCK_OUTS)).isEmpty();
    assertThat(chosen.request(Reports.STOCK_OUTS, NOW).window().bounded()).isFalse();
    assertThat(chosen.with(Dimension.COUNTRY, "").only()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "123450, GBP, '1,234.50'",
    "1234, JPY, '1,234'",
    "1234567, KWD, '1,234.567'",
    "-5, EUR, -0.05",
    "100, ???, 1.00"
  })
  void moneyHasItsCurrencysDecimals(long minorUnits, String currency, String text) {
    assertThat(Money.text(minorUnits, currency)).isEqualTo(text);
  }

  @Test
  void reportsAreKnownByName() {
    assertThat(Reports.ALL).extracting(ReportDefinition::name).doesNotHaveDuplicates();
    for (ReportDefinition report : Reports.ALL) {
      assertThat(Reports.named(report.name())).contains(report);
    }
    assertThat(Reports.named("nothing")).isEmpty();
  }

  @Test
  void nothingAddsUpAmountsOfDifferentCurrencies() {
    assertThat(Reports.ALL)
        .filteredOn(report -> report.unit() == Unit.MONEY)
        .isNotEmpty()
        .allSatisfy(
            report -> assertThat(report.buckets().getFirst().field()).isEqualTo("currency"));
  }
}
