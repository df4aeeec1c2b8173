package io.spillway.analytics.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCoreTest {
  @Test
  void aWindowEndsWithTheStepThatRuns() {
    Window window = Window.endingAt(Instant.parse("2026-11-20T12:34:56Z"), Window.Range.HOUR);

    assertThat(window.to()).isEqualTo("2026-11-20T12:35:00Z");
    assertThat(window.from()).isEqualTo("2026-11-20T11:35:00Z");
    assertThat(window.steps()).hasSize(60).startsWith(window.from());
  }

  @Test
  void everyRangeIsCutIntoRoundSteps() {
    for (Window.Range range : Window.Range.values()) {
      Window window = Window.endingAt(Instant.parse("2026-11-20T12:34:56Z"), range);

      assertThat(window.steps()).hasSizeBetween(15, 100);
      assertThat(window.to()).isAfter(Instant.parse("2026-11-20T12:34:56Z"));
      assertThat(window.to().toEpochMilli() % range.step().toMillis()).isZero();
      assertThat(Window.Range.of(range.code())).contains(range);
    }
    assertThat(Window.Range.of("1y")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "1, 1, 1",
    "3, 1, 3",
    "7, 1, 8",
    "100, 1, 100",
    "101, 1, 150",
    "995, 1, 1000",
    "0.4, 0.01, 0.4",
    "0, 0.01, 0.01",
    "58635.13, 0.01, 60000"
  })
  void anAxisEndsOnARoundTickAtOrAboveTheHighest(double max, double smallest, double top) {
    Scale scale = Scale.upTo(max, smallest);

    assertThat(scale.top()).isCloseTo(top, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(scale.ticks().getFirst()).isZero();
    assertThat(scale.ticks()).hasSizeBetween(2, 6);
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
