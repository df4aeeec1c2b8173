package io.spillway.schemas.tables;

import static io.spillway.schemas.tables.ColumnType.COUNT;
import static io.spillway.schemas.tables.ColumnType.ID;
import static io.spillway.schemas.tables.ColumnType.TEXT;
import static io.spillway.schemas.tables.ColumnType.TIME;

import io.spillway.schemas.cdc.v1.StockMovementRow;

/** The table {@code stock_movement}. */
public final class MovementTable {
  public static final Table<StockMovementRow, StockMovementRow.Builder> TABLE =
      Table.<StockMovementRow, StockMovementRow.Builder>named(
              "stock_movement", StockMovementRow::newBuilder, StockMovementRow.Builder::build)
          .column("ref", ID, StockMovementRow::getRef, StockMovementRow.Builder::setRef)
          .column("line", COUNT, StockMovementRow::getLine, StockMovementRow.Builder::setLine)
          .column("kind", COUNT, StockMovementRow::getKind, StockMovementRow.Builder::setKind)
          .column("slot", COUNT, StockMovementRow::getSlot, StockMovementRow.Builder::setSlot)
          .column("tenant", TEXT, StockMovementRow::getTenant, StockMovementRow.Builder::setTenant)
          .column("sku", TEXT, StockMovementRow::getSku, StockMovementRow.Builder::setSku)
          .column(
              "quantity",
              COUNT,
              StockMovementRow::getQuantity,
              StockMovementRow.Builder::setQuantity)
          .column(
              "outcome", COUNT, StockMovementRow::getOutcome, StockMovementRow.Builder::setOutcome)
          .column(
              "available_after",
              COUNT,
              StockMovementRow::getAvailableAfter,
              StockMovementRow.Builder::setAvailableAfter)
          .column(
              "reserved_after",
              COUNT,
              StockMovementRow::getReservedAfter,
              StockMovementRow.Builder::setReservedAfter)
          .columnOrNull(
              "reference",
              TEXT,
              StockMovementRow::getReference,
              StockMovementRow.Builder::setReference)
          .column("at", TIME, StockMovementRow::getAt, StockMovementRow.Builder::setAt);

  private MovementTable() {}
}
