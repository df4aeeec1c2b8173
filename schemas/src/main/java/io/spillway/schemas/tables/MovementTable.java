package io.spillway.schemas.tables;

import io.spillway.schemas.cdc.v1.StockMovementRow;

/** The table {@code stock_movement}. */
public final class MovementTable {
  /** Every column. */
  public static final Table<StockMovementRow, StockMovementRow.Builder> TABLE =
      Table.<StockMovementRow, StockMovementRow.Builder>named(
              "stock_movement", StockMovementRow::newBuilder, StockMovementRow.Builder::build)
          .id("ref", StockMovementRow::getRef, StockMovementRow.Builder::setRef)
          .count("line", StockMovementRow::getLine, StockMovementRow.Builder::setLine)
          .count("kind", StockMovementRow::getKind, StockMovementRow.Builder::setKind)
          .count("slot", StockMovementRow::getSlot, StockMovementRow.Builder::setSlot)
          .text("tenant", StockMovementRow::getTenant, StockMovementRow.Builder::setTenant)
          .text("sku", StockMovementRow::getSku, StockMovementRow.Builder::setSku)
          .count("quantity", StockMovementRow::getQuantity, StockMovementRow.Builder::setQuantity)
          .count("outcome", StockMovementRow::getOutcome, StockMovementRow.Builder::setOutcome)
          .count(
              "available_after",
              StockMovementRow::getAvailableAfter,
              StockMovementRow.Builder::setAvailableAfter)
          .count(
              "reserved_after",
              StockMovementRow::getReservedAfter,
              StockMovementRow.Builder::setReservedAfter)
          .textOrNull(
              "reference", StockMovementRow::getReference, StockMovementRow.Builder::setReference)
          .time("at", StockMovementRow::getAt, StockMovementRow.Builder::setAt);

  private MovementTable() {}
}
