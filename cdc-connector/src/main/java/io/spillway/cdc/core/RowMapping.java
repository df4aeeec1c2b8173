package io.spillway.cdc.core;

import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.ProductsTable;
import io.spillway.schemas.tables.StockTable;

/**
 * Makes the record that tells of a changed row. The same change always makes the same record, so
 * that one read twice is recognisable. Pure and thread-safe.
 */
public record RowMapping(Partitioning partitioning) {
  private static final String TYPE_PREFIX = "io.spillway.cdc.v1.";

  /**
   * Maps one change: an upsert with the whole row, or a tombstone when it was deleted.
   *
   * @throws UnmappableRowException when the row is not one of ours
   */
  public RowToPublish map(RowChangeInput change) throws UnmappableRowException {
    CapturedTable table = CapturedTable.named(change.table());
    if (table == null) {
      throw new UnmappableRowException("table " + change.table() + " is not captured");
    }
    if (change.operation() == RowOperation.OTHER) {
      throw new UnmappableRowException("the operation is not a read, create, update or delete");
    }
    RowColumns row = new RowColumns(change.row());
    String key = key(table, row);
    int partition = partition(table, row.count("slot"));
    if (change.operation() == RowOperation.DELETE) {
      return new RowToPublish(
          table,
          partition,
          key,
          null,
          event("RowDeleted", table, key, change, "deleted", change.origin().id()));
    }
    RowChange.Builder value = RowChange.newBuilder().setSource(source(change.origin()));
    switch (table) {
      case ORDERS -> value.setOrder(OrdersTable.TABLE.read(row));
      case STOCK -> value.setStock(StockTable.TABLE.read(row));
      case STOCK_MOVEMENT -> value.setMovement(MovementTable.TABLE.read(row));
      case PRODUCTS -> value.setProduct(ProductsTable.TABLE.read(row));
    }
    return new RowToPublish(
        table,
        partition,
        key,
        value.build(),
        event("Row", table, key, change, version(table, row)));
  }

  private static String key(CapturedTable table, RowColumns row) throws UnmappableRowException {
    return switch (table) {
      case ORDERS -> row.id("order_id");
      case STOCK -> RowKeys.stock(row.text("tenant"), row.text("sku"));
      case STOCK_MOVEMENT -> RowKeys.movement(row.id("ref"), row.count("line"), row.count("kind"));
      case PRODUCTS -> RowKeys.product(row.text("tenant"), row.text("sku"));
    };
  }

  /** A movement never changes, so its key is enough; the other rows count their versions. */
  private static Object[] version(CapturedTable table, RowColumns row)
      throws UnmappableRowException {
    return table == CapturedTable.STOCK_MOVEMENT
        ? new Object[0]
        : new Object[] {row.number("version")};
  }

  private int partition(CapturedTable table, int slot) throws UnmappableRowException {
    try {
      return partitioning.partition(table.topic(), slot);
    } catch (IllegalArgumentException e) {
      throw new UnmappableRowException("column slot: " + e.getMessage());
    }
  }

  private static CloudEvent event(
      String suffix, CapturedTable table, String key, RowChangeInput change, Object... parts) {
    String row =
        switch (table) {
          case ORDERS -> "Order";
          case STOCK -> "Stock";
          case STOCK_MOVEMENT -> "StockMovement";
          case PRODUCTS -> "Product";
        };
    return CloudEvent.of(
        Source.CDC_CONNECTOR,
        TYPE_PREFIX + row + suffix,
        key,
        change.origin().committedAt(),
        null,
        key,
        parts);
  }

  private static RowSource source(RowOrigin origin) {
    return RowSource.newBuilder()
        .setServer(origin.server())
        .setSchema(origin.schema())
        .setGtid(origin.gtid())
        .setFile(origin.file())
        .setPosition(origin.position())
        .setCommittedAt(Times.timestamp(origin.committedAt()))
        .setSnapshot(origin.snapshot())
        .build();
  }
}
