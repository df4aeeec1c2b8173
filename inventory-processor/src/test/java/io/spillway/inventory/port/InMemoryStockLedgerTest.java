package io.spillway.inventory.port;

class InMemoryStockLedgerTest extends StockLedgerContract {
  private final StockLedger ledger = new InMemoryStockLedger();

  @Override
  protected StockLedger ledger() {
    return ledger;
  }
}
