package io.spillway.cdc.core;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record that tells of a changed row. The same change always makes the same record, so
 * that one read twice is recognisable. Pure and thread-safe.
 */
public final class RowMapping {
  private static final String SOURCE = "cdc-connector";
  private static final String TYPE_PREFIX = "io.spillway.cdc.v1.";

  private final Partitioning partitioning;

  /** Mapping for topics of these partition counts. */
  public RowMapping(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

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
      String id = key + "@deleted:" + change.origin().id();
      return new RowToPublish(
          table, partition, key, null, event(id, "RowDeleted", table, key, change));
    }
    RowChange.Builder value = RowChange.newBuilder().setSource(source(change.origin()));
    switch (table) {
      case ORDERS -> value.setOrder(order(key, row));
      case STOCK -> value.setStock(stock(row));
      case STOCK_MOVEMENT -> value.setMovement(movement(row));
      case PRODUCTS -> value.setProduct(product(row));
    }
    return new RowToPublish(
        table,
        partition,
        key,
        value.build(),
        event(upsertId(table, key, row), "Row", table, key, change));
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
  private static String upsertId(CapturedTable table, String key, RowColumns row)
      throws UnmappableRowException {
    return table == CapturedTable.STOCK_MOVEMENT ? key : key + '@' + row.number("version");
  }

  private int partition(CapturedTable table, int slot) throws UnmappableRowException {
    try {
      return partitioning.partition(table.topic(), slot);
    } catch (IllegalArgumentException e) {
      throw new UnmappableRowException("column slot: " + e.getMessage());
    }
  }

  private static CloudEvent event(
      String id, String suffix, CapturedTable table, String key, RowChangeInput change) {
    String row =
        switch (table) {
          case ORDERS -> "Order";
          case STOCK -> "Stock";
          case STOCK_MOVEMENT -> "StockMovement";
          case PRODUCTS -> "Product";
        };
    return new CloudEvent(
        id, TYPE_PREFIX + row + suffix, SOURCE, key, change.origin().committedAt(), null);
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

  private static OrderRow order(String id, RowColumns row) throws UnmappableRowException {
    OrderRow.Builder order =
        OrderRow.newBuilder()
            .setOrderId(id)
            .setSlot(row.count("slot"))
            .setTenant(row.text("tenant"))
            .setCustomerId(row.text("customer_id"))
            .setStatus(row.text("status"))
            .setVersion(row.number("version"))
            .setCurrency(row.text("currency"))
            .setTotalAmount(row.number("total_amount"))
            .setLineCount(row.count("line_count"))
            .setLinesJson(row.json("lines"))
            .setAttributesJson(row.json("attributes"))
            .setReasonsJson(row.jsonOrEmpty("reasons"))
            .setPlacedAt(row.time("placed_at"))
            .setCreatedAt(row.time("created_at"))
            .setUpdatedAt(row.time("updated_at"))
            .setKeptAmount(row.numberOrZero("kept_amount"))
            .setHistoryJson(row.jsonOrEmpty("history"));
    @Nullable Timestamp holdUntil = row.timeOrNull("hold_until");
    if (holdUntil != null) {
      order.setHoldUntil(holdUntil);
    }
    return order.build();
  }

  private static StockRow stock(RowColumns row) throws UnmappableRowException {
    StockRow.Builder stock =
        StockRow.newBuilder()
            .setTenant(row.text("tenant"))
            .setSku(row.text("sku"))
            .setSlot(row.count("slot"))
            .setAvailable(row.count("available"))
            .setReserved(row.count("reserved"))
            .setVersion(row.number("version"))
            .setUpdatedAt(row.time("updated_at"));
    if (row.has("low_stock_at")) {
      stock.setLowStockAt(row.count("low_stock_at"));
    }
    return stock.build();
  }

  private static ProductRow product(RowColumns row) throws UnmappableRowException {
    return ProductRow.newBuilder()
        .setTenant(row.text("tenant"))
        .setSku(row.text("sku"))
        .setSlot(row.count("slot"))
        .setName(row.text("name"))
        .setCategory(row.textOrEmpty("category"))
        .setAttributesJson(row.json("attributes"))
        .setVersion(row.number("version"))
        .setCreatedAt(row.time("created_at"))
        .setUpdatedAt(row.time("updated_at"))
        .build();
  }

  private static StockMovementRow movement(RowColumns row) throws UnmappableRowException {
    return StockMovementRow.newBuilder()
        .setRef(row.id("ref"))
        .setLine(row.count("line"))
        .setKind(row.count("kind"))
        .setSlot(row.count("slot"))
        .setTenant(row.text("tenant"))
        .setSku(row.text("sku"))
        .setQuantity(row.count("quantity"))
        .setOutcome(row.count("outcome"))
        .setAvailableAfter(row.count("available_after"))
        .setReservedAfter(row.count("reserved_after"))
        .setReference(row.textOrEmpty("reference"))
        .setAt(row.time("at"))
        .build();
  }
}
