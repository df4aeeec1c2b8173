package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.AvailabilityMark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityRuleTest {
  private final AvailabilityRule rule = new AvailabilityRule(5);

  private static StockRow row(long version, int available) {
    return StockRow.newBuilder()
        .setTenant("default")
        .setSku("A")
        .setAvailable(available)
        .setReserved(3)
        .setVersion(version)
        .build();
  }

  private static Availability known(int available, AvailabilityMark mark) {
    return Availability.newBuilder().setVersion(10).setAvailable(available).setMark(mark).build();
  }

  private AvailabilityRule.Change apply(@Nullable Availability known, int available) {
    AvailabilityRule.Change change = rule.apply(known, row(11, available));
    assertThat(change).isNotNull();
    return java.util.Objects.requireNonNull(change);
  }

  @ParameterizedTest(name = "{0} with {1} units, then {2} units: {3}, told {4}")
  @CsvSource({
    // known mark, units before, units now, mark now, told
    "IN_STOCK,     9, 9, IN_STOCK,      false",
    "IN_STOCK,     9, 6, IN_STOCK,      true",
    "IN_STOCK,     9, 5, LOW_STOCK,     true",
    "IN_STOCK,     9, 1, LOW_STOCK,     true",
    "IN_STOCK,     9, 0, SOLD_OUT_NOW,  true",
    "LOW_STOCK,    5, 5, LOW_STOCK,     false",
    "LOW_STOCK,    5, 4, LOW_STOCK,     true",
    "LOW_STOCK,    5, 6, IN_STOCK,      true",
    "LOW_STOCK,    5, 0, SOLD_OUT_NOW,  true",
    "SOLD_OUT_NOW, 0, 0, SOLD_OUT_NOW,  false",
    "SOLD_OUT_NOW, 0, 1, BACK_IN_STOCK, true",
    "SOLD_OUT_NOW, 0, 9, BACK_IN_STOCK, true",
    "BACK_IN_STOCK, 9, 9, BACK_IN_STOCK, false",
    "BACK_IN_STOCK, 9, 8, IN_STOCK,     true",
    "BACK_IN_STOCK, 9, 2, LOW_STOCK,    true",
    "BACK_IN_STOCK, 9, 0, SOLD_OUT_NOW, true",
  })
  void marks(
      AvailabilityMark before, int unitsBefore, int unitsNow, AvailabilityMark now, boolean told) {
    AvailabilityRule.Change change = apply(known(unitsBefore, before), unitsNow);

    assertThat(change.state().getMark()).isEqualTo(now);
    assertThat(change.state().getVersion()).isEqualTo(11);
    assertThat(change.isNews()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"0, SOLD_OUT_NOW", "1, LOW_STOCK", "5, LOW_STOCK", "6, IN_STOCK"})
  void tellsOfTheFirstRow(int units, AvailabilityMark mark) {
    AvailabilityRule.Change change = apply(null, units);

    assertThat(change.state().getMark()).isEqualTo(mark);
    assertThat(change.isNews()).isTrue();
  }

  @Test
  void ignoresRowsThatAreNotNewer() {
    Availability known = known(9, AvailabilityMark.IN_STOCK);

    assertThat(rule.apply(known, row(10, 0))).isNull();
    assertThat(rule.apply(known, row(9, 0))).isNull();
  }

  @Test
  void followsAChangedThreshold() {
    AvailabilityRule.Change change =
        java.util.Objects.requireNonNull(
            new AvailabilityRule(20).apply(known(9, AvailabilityMark.IN_STOCK), row(11, 9)));

    assertThat(change.state().getMark()).isEqualTo(AvailabilityMark.LOW_STOCK);
    assertThat(change.isNews()).isTrue();
  }

  @ParameterizedTest(name = "{0} units, low at {1}: {2}")
  @CsvSource({
    "6, 9,  LOW_STOCK",
    "9, 9,  LOW_STOCK",
    "10, 9, IN_STOCK",
    "1, 0,  IN_STOCK",
    "0, 9,  SOLD_OUT_NOW",
  })
  void prefersTheSkusOwnThreshold(int units, int lowAt, AvailabilityMark mark) {
    StockRow row = row(11, units).toBuilder().setLowStockAt(lowAt).build();

    Availability state = java.util.Objects.requireNonNull(rule.apply(null, row)).state();

    assertThat(state.getMark()).isEqualTo(mark);
    assertThat(state.hasLowStockAt()).isTrue();
    assertThat(state.getLowStockAt()).isEqualTo(lowAt);
  }

  @Test
  void tellsThatAThresholdWasSetThoughTheMarkStays() {
    Availability known = known(9, AvailabilityMark.IN_STOCK);
    StockRow set = row(11, 9).toBuilder().setLowStockAt(0).build();

    AvailabilityRule.Change change = java.util.Objects.requireNonNull(rule.apply(known, set));
    assertThat(change.isNews()).isTrue();
    assertThat(
            java.util.Objects.requireNonNull(
                    rule.apply(change.state(), set.toBuilder().setVersion(12).build()))
                .isNews())
        .isFalse();
  }

  @Test
  void stocksReturnIsNoLongerNewsWhenMoreArrives() {
    assertThat(apply(known(9, AvailabilityMark.BACK_IN_STOCK), 12).state().getMark())
        .isEqualTo(AvailabilityMark.IN_STOCK);
  }

  @Test
  void refusesANegativeThreshold() {
    assertThatThrownBy(() -> new AvailabilityRule(-1)).hasMessageContaining("-1");
  }
}
