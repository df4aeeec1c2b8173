package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.documents.Indices;
import io.spillway.schemas.tables.ContentHash;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stock row and a stock movement as documents. */
public final class StockDocuments {
  /** A movement is written once and never changed. */
  private static final long MOVEMENT_VERSION = 1;

  private StockDocuments() {}

  /**
   * What is there of one SKU.
   *
   * @param lowStock units; of a SKU without a threshold of its own, this many or fewer are low
   * @throws IllegalArgumentException on a row that lacks its key, its version or its time
   */
  public static Document of(StockRow row, int lowStock) {
    if (row.getSku().isEmpty() || row.getVersion() < 1 || !row.hasUpdatedAt()) {
      throw new IllegalArgumentException("the stock row has no SKU, no version or no time");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", row.getTenant());
    fields.put("sku", row.getSku());
    fields.put("available", row.getAvailable());
    fields.put("reserved", row.getReserved());
    int threshold = row.hasLowStockAt() ? row.getLowStockAt() : lowStock;
    // Elasticsearch compares no two fields of a document, so that is done here.
    fields.put("low", row.getAvailable() > 0 && row.getAvailable() <= threshold);
    fields.put("threshold", threshold);
    if (row.hasLowStockAt()) {
      fields.put("lowStockAt", row.getLowStockAt());
    }
    fields.put("version", row.getVersion());
    fields.put("contentHash", ContentHash.of(row));
    fields.put("updatedAt", Times.instant(row.getUpdatedAt()));
    String id = RowKeys.stock(row.getTenant(), row.getSku());
    return new Document(Indices.STOCK, id, row.getVersion(), fields);
  }

  /**
   * One entry of the ledger.
   *
   * @throws IllegalArgumentException on a row that lacks its key or its time, or has a code that is
   *     not known
   */
  public static Document of(StockMovementRow row) {
    if (row.getRef().isEmpty() || !row.hasAt()) {
      throw new IllegalArgumentException("the stock movement has no ref or no time");
    }
    Instant at = Times.instant(row.getAt());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ref", row.getRef());
    fields.put("line", row.getLine());
    fields.put("kind", MovementKind.of(row.getKind()).name());
    fields.put("tenant", row.getTenant());
    fields.put("sku", row.getSku());
    fields.put("quantity", row.getQuantity());
    fields.put("outcome", MovementOutcome.of(row.getOutcome()).name());
    fields.put("availableAfter", row.getAvailableAfter());
    fields.put("reservedAfter", row.getReservedAfter());
    if (!row.getReference().isEmpty()) {
      fields.put("reference", row.getReference());
    }
    fields.put("at", at);
    String id = RowKeys.movement(row.getRef(), row.getLine(), row.getKind());
    String index = Indices.monthly(Indices.STOCK_MOVEMENTS, at);
    return new Document(index, id, MOVEMENT_VERSION, fields);
  }
}
