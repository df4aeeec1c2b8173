package io.spillway.verify.adapter.mysql;

import com.google.protobuf.Timestamp;
import io.spillway.runtime.sql.UtcTime;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as the change feed tells them, read straight from the tables. */
final class RowProtos {
  /** In the order that {@link #order} reads. */
  static final String ORDER_COLUMNS =
      "order_id, slot, tenant, customer_id, status, version, currency, total_amount, line_count,"
          + " `lines`, attributes, reasons, hold_until, placed_at, created_at, updated_at,"
          + " kept_amount, history";

  /** In the order that {@link #stock} reads. */
  static final String STOCK_COLUMNS =
      "tenant, sku, slot, available, reserved, version, updated_at, low_stock_at";

  private RowProtos() {}

  static OrderRow order(ResultSet row) throws SQLException {
    OrderRow.Builder order =
        OrderRow.newBuilder()
            .setOrderId(id(row.getBytes(1)).toString())
            .setSlot(row.getInt(2))
            .setTenant(row.getString(3))
            .setCustomerId(row.getString(4))
            .setStatus(row.getString(5))
            .setVersion(row.getLong(6))
            .setCurrency(row.getString(7))
            .setTotalAmount(row.getLong(8))
            .setLineCount(row.getInt(9))
            .setLinesJson(text(row.getString(10)))
            .setAttributesJson(text(row.getString(11)))
            .setReasonsJson(text(row.getString(12)))
            .setPlacedAt(time(row, 14))
            .setCreatedAt(time(row, 15))
            .setUpdatedAt(time(row, 16))
            .setKeptAmount(row.getLong(17))
            .setHistoryJson(text(row.getString(18)));
    if (row.getString(13) != null) {
      order.setHoldUntil(time(row, 13));
    }
    return order.build();
  }

  static StockRow stock(ResultSet row) throws SQLException {
    StockRow.Builder stock =
        StockRow.newBuilder()
            .setTenant(row.getString(1))
            .setSku(row.getString(2))
            .setSlot(row.getInt(3))
            .setAvailable(row.getInt(4))
            .setReserved(row.getInt(5))
            .setVersion(row.getLong(6))
            .setUpdatedAt(time(row, 7));
    int lowStockAt = row.getInt(8);
    if (!row.wasNull()) {
      stock.setLowStockAt(lowStockAt);
    }
    return stock.build();
  }

  static UUID id(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static Timestamp time(ResultSet row, int column) throws SQLException {
    return Times.timestamp(UtcTime.read(row, column));
  }

  private static String text(@Nullable String column) {
    return column == null ? "" : column;
  }
}
