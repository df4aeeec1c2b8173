package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads order rows from their shard. */
public final class MysqlOrderReads implements OrderReads {
  private static final String SELECT =
      "SELECT tenant, customer_id, status, version, currency, total_amount, `lines`, attributes,"
          + " reasons, hold_until, placed_at, created_at, updated_at"
          + " FROM orders WHERE slot = ? AND order_id = ?";

  private final ShardReads shards;

  public MysqlOrderReads(ShardReads shards) {
    this.shards = shards;
  }

  @Override
  public CompletionStage<Optional<OrderRow>> find(RoutedId orderId) {
    return shards.read(
        orderId.slot(),
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, orderId.slot());
            select.setBytes(2, orderId.toBytes());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(read(orderId, row)) : Optional.empty();
            }
          }
        });
  }

  private static OrderRow read(RoutedId orderId, ResultSet row) throws SQLException {
    return new OrderRow(
        orderId,
        row.getString("tenant"),
        row.getString("customer_id"),
        row.getString("status"),
        row.getLong("version"),
        row.getString("currency"),
        row.getLong("total_amount"),
        row.getString("lines"),
        row.getString("attributes"),
        row.getString("reasons"),
        Columns.instantOrNull(row, "hold_until"),
        Columns.instant(row, "placed_at"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
