package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StockInvariantsTest {
  /** 10 adjusted, 4 reserved, 1 released, 2 fulfilled: 7 available, 1 reserved. */
  private static final StoreFacts.StockSums SUMS = new StoreFacts.StockSums(10, 4, 1, 2, 5, 1);

  @Test
  void aSoundSkuBreaksNothing() {
    assertThat(violated(7, 1, 5, SUMS)).isEmpty();
    assertThat(violated(7, 1, 1, SUMS)).as("one batch wrote all").isEmpty();
  }

  @Test
  void aUnitTooMany() {
    assertThat(violated(8, 1, 5, SUMS))
        .containsExactly("STOCK_BALANCES", "STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void lessThanNothing() {
    assertThat(violated(-1, 9, 5, SUMS)).contains("STOCK_BALANCES");
  }

  @Test
  void aUnitThatIsReservedWithoutAMovement() {
    assertThat(violated(6, 2, 5, SUMS)).containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void anExtraReservation() {
    assertThat(violated(7, 1, 5, new StoreFacts.StockSums(10, 5, 1, 2, 6, 1)))
        .containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void aLevelThatNoMovementLeft() {
    assertThat(violated(7, 1, 5, new StoreFacts.StockSums(10, 4, 1, 2, 5, 0)))
        .containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void aVersionOfNoMovement() {
    assertThat(violated(7, 1, 6, SUMS)).containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
    assertThat(violated(7, 1, 0, SUMS)).containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void movementsWithoutARow() {
    StockView stock = new StockView("t/A");
    stock.moved(SUMS);
    assertThat(violated(stock)).containsExactly("STOCK_ROW_IS_ITS_MOVEMENTS");
  }

  @Test
  void documentsThatDoNotMatch() {
    StockView stale = evidence(7, 1, 5, SUMS);
    stale.document = new StoreFacts.Document(4, "h");
    assertThat(violated(stale)).containsExactly("STOCK_DOCUMENTS_MATCH");
    StockView missing = evidence(7, 1, 5, SUMS);
    missing.document = null;
    assertThat(violated(missing)).containsExactly("STOCK_DOCUMENTS_MATCH");
    StockView extra = new StockView("t/B");
    extra.indexed(new StoreFacts.Document(1, "h"));
    assertThat(violated(extra)).containsExactly("STOCK_DOCUMENTS_MATCH");
  }

  private static List<String> violated(
      long available, long reserved, long version, StoreFacts.StockSums sums) {
    return violated(evidence(available, reserved, version, sums));
  }

  private static StockView evidence(
      long available, long reserved, long version, StoreFacts.StockSums sums) {
    StockView stock = new StockView("t/A");
    stock.stored(new StoreFacts.Stock(available, reserved, version, "h"));
    stock.moved(sums);
    stock.indexed(new StoreFacts.Document(version, "h"));
    return stock;
  }

  private static List<String> violated(StockView stock) {
    return Stream.of(StockInvariant.values())
        .filter(invariant -> !invariant.fault(stock).isEmpty())
        .map(Enum::name)
        .toList();
  }
}
