package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.ingest.port.StockRow;
import io.spillway.runtime.sql.UtcTime;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads stock rows and adjustment movements from their shard. */
public final class MysqlStockReads implements StockReads {
  private static final String SELECT_STOCK =
      "SELECT available, reserved, low_stock_at, version, updated_at FROM stock"
          + " WHERE slot = ? AND tenant = ? AND sku = ?";
  private static final String SELECT_MOVEMENT =
      "SELECT tenant, sku, quantity, outcome, available_after, reserved_after, at"
          + " FROM stock_movement WHERE slot = ? AND ref = ? AND line = 0 AND kind = ?";

  private final ShardCalls shards;

  public MysqlStockReads(ShardCalls shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<Optional<StockRow>> stock(String tenant, String sku) {
    int slot = SlotMap.stockSlot(tenant, sku);
    return shards.read(
        slot,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_STOCK)) {
            select.setInt(1, slot);
            select.setString(2, tenant);
            select.setString(3, sku);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new StockRow(
                          tenant,
                          sku,
                          row.getInt("available"),
                          row.getInt("reserved"),
                          intOrNull(row, "low_stock_at"),
                          row.getLong("version"),
                          UtcTime.read(row, "updated_at")))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public CompletionStage<Optional<SettledAdjustment>> adjustment(RoutedId adjustmentId) {
    return shards.read(
        adjustmentId.slot(),
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_MOVEMENT)) {
            select.setInt(1, adjustmentId.slot());
            select.setBytes(2, adjustmentId.toBytes());
            select.setInt(3, MovementKind.ADJUST.code());
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new SettledAdjustment(
                          adjustmentId,
                          row.getString("tenant"),
                          row.getString("sku"),
                          row.getInt("quantity"),
                          MovementOutcome.of(row.getInt("outcome")),
                          row.getInt("available_after"),
                          row.getInt("reserved_after"),
                          UtcTime.read(row, "at")))
                  : Optional.empty();
            }
          }
        });
  }

  private static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
