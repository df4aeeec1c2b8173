package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockAuditTest {
  @Test
  void everyUnitAccountedForHolds() {
    assertThat(audit(new StockAudit.Sku(4, 3, 10, 3, 3, 3, 3)).holds()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a unit vanished, 3, 3, 10, 3, 3, 3, 3",
    "reserved twice, 3, 4, 10, 4, 3, 3, 3",
    "a release was lost, 4, 3, 10, 3, 3, 2, 3",
    "a fulfilment is in no order, 4, 3, 10, 3, 3, 3, 2",
    "opened twice, 14, 3, 20, 3, 3, 3, 3",
  })
  void anythingElseDoesNot(
      String what,
      long available,
      long reserved,
      long adjusted,
      long held,
      long out,
      long ordered,
      long handed) {
    StockAudit.Sku sku =
        new StockAudit.Sku(available, reserved, adjusted, held, out, ordered, handed);
    assertThat(audit(sku).holds()).as(what).isFalse();
  }

  @Test
  void moreOrderedThanThereWasIsOversold() {
    assertThat(audit(new StockAudit.Sku(0, 10, 10, 10, 0, 11, 0)).oversold()).isEqualTo(1);
    assertThat(audit(new StockAudit.Sku(-1, 11, 10, 11, 0, 11, 0)).oversold()).isEqualTo(1);
  }

  @Test
  void aSkuWithoutARowIsMissed() {
    assertThat(StockAudit.of(Map.of("S", 10), Map.of()).holds()).isFalse();
  }

  private static StockAudit audit(StockAudit.Sku sku) {
    return StockAudit.of(Map.of("S", 10), Map.of("S", sku));
  }
}
