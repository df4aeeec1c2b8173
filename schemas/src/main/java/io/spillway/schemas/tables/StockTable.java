package io.spillway.schemas.tables;

import io.spillway.schemas.cdc.v1.StockRow;

/** The table {@code stock}. */
public final class StockTable {
  /** Every column in the order of the content hash; a new one comes last, and is {@code added}. */
  public static final Table<StockRow, StockRow.Builder> TABLE =
      Table.<StockRow, StockRow.Builder>named(
              "stock", StockRow::newBuilder, StockRow.Builder::build)
          .text("tenant", StockRow::getTenant, StockRow.Builder::setTenant)
          .text("sku", StockRow::getSku, StockRow.Builder::setSku)
          .count("slot", StockRow::getSlot, StockRow.Builder::setSlot)
          .count("available", StockRow::getAvailable, StockRow.Builder::setAvailable)
          .count("reserved", StockRow::getReserved, StockRow.Builder::setReserved)
          .number("version", StockRow::getVersion, StockRow.Builder::setVersion)
          .time("updated_at", StockRow::getUpdatedAt, StockRow.Builder::setUpdatedAt)
          .count("low_stock_at", StockRow::getLowStockAt, StockRow.Builder::setLowStockAt)
          .orNull(StockRow::hasLowStockAt);

  private StockTable() {}
}
