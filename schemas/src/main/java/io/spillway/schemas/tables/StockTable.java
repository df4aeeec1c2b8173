package io.spillway.schemas.tables;

import static io.spillway.schemas.tables.ColumnType.COUNT;
import static io.spillway.schemas.tables.ColumnType.NUMBER;
import static io.spillway.schemas.tables.ColumnType.TEXT;
import static io.spillway.schemas.tables.ColumnType.TIME;

import io.spillway.schemas.cdc.v1.StockRow;

/** The table {@code stock}. */
public final class StockTable {
  /** Every column in the order of the content hash; a new one comes last, and is {@code added}. */
  public static final Table<StockRow, StockRow.Builder> TABLE =
      Table.<StockRow, StockRow.Builder>named(
              "stock", StockRow::newBuilder, StockRow.Builder::build)
          .column("tenant", TEXT, StockRow::getTenant, StockRow.Builder::setTenant)
          .column("sku", TEXT, StockRow::getSku, StockRow.Builder::setSku)
          .column("slot", COUNT, StockRow::getSlot, StockRow.Builder::setSlot)
          .column("available", COUNT, StockRow::getAvailable, StockRow.Builder::setAvailable)
          .column("reserved", COUNT, StockRow::getReserved, StockRow.Builder::setReserved)
          .column("version", NUMBER, StockRow::getVersion, StockRow.Builder::setVersion)
          .column("updated_at", TIME, StockRow::getUpdatedAt, StockRow.Builder::setUpdatedAt)
          .column("low_stock_at", COUNT, StockRow::getLowStockAt, StockRow.Builder::setLowStockAt)
          .orNull(StockRow::hasLowStockAt);

  private StockTable() {}
}
