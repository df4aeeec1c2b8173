package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.StockTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads stock rows and adjustment movements from their shard. */
public final class MysqlStockReads implements StockReads {
  private static final String SELECT_STOCK =
      "SELECT "
          + StockTable.TABLE.columns()
          + " FROM stock WHERE slot = ? AND tenant = ? AND sku = ?";
  private static final String SELECT_MOVEMENT =
      "SELECT "
          + MovementTable.TABLE.columns()
          + " FROM stock_movement WHERE slot = ? AND ref = ? AND kind = ? ORDER BY line";
  private static final String SELECT_DELTAS =
      "SELECT ref, quantity FROM stock_movement WHERE line = 0 AND kind = ? AND ref IN (?";
  private static final int IDS_PER_QUERY = 500;

  private final ShardCalls shards;

  public MysqlStockReads(ShardCalls shards) {
    this.shards = shards;
  }

  @Override
  public Optional<StockRow> stock(String tenant, String sku) {
    int slot = SlotMap.stockSlot(tenant, sku);
    return shards.read(
        slot,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_STOCK)) {
            select.setInt(1, slot);
            select.setString(2, tenant);
            select.setString(3, sku);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(StockTable.TABLE.read(row)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public Map<RoutedId, Integer> deltas(Collection<RoutedId> adjustmentIds) {
    Map<Integer, List<RoutedId>> byShard =
        adjustmentIds.stream()
            .collect(Collectors.groupingBy(id -> SlotMap.shard(id.slot(), shards.count())));
    List<CompletableFuture<Map<RoutedId, Integer>>> found =
        byShard.entrySet().stream().map(part -> deltas(part.getKey(), part.getValue())).toList();
    Map<RoutedId, Integer> all = new HashMap<>();
    found.forEach(each -> all.putAll(each.join()));
    return all;
  }

  /**
   * On a thread of its own: shards that hang are waited for together. Adjustments ask for them, and
   * those that write wait for no warm-up.
   */
  private CompletableFuture<Map<RoutedId, Integer>> deltas(int shard, List<RoutedId> ids) {
    return CompletableFuture.supplyAsync(
            () -> shards.atOnce().readShard(shard, connection -> deltas(connection, ids)),
            Thread::startVirtualThread)
        .exceptionally(_ -> Map.of());
  }

  private static Map<RoutedId, Integer> deltas(Connection connection, List<RoutedId> ids)
      throws SQLException {
    Map<RoutedId, Integer> deltas = new HashMap<>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      List<RoutedId> some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      String sql = SELECT_DELTAS + ", ?".repeat(some.size() - 1) + ')';
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        select.setInt(1, MovementKind.ADJUST.code());
        for (int i = 0; i < some.size(); i++) {
          select.setBytes(i + 2, some.get(i).toBytes());
        }
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            deltas.put(RoutedId.ofBytes(row.getBytes("ref")), row.getInt("quantity"));
          }
        }
      }
    }
    return deltas;
  }

  @Override
  public Optional<SettledAdjustment> adjustment(RoutedId adjustmentId) {
    return shards.read(
        adjustmentId.slot(),
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_MOVEMENT)) {
            select.setInt(1, adjustmentId.slot());
            select.setBytes(2, adjustmentId.toBytes());
            select.setInt(3, MovementKind.ADJUST.code());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(settled(adjustmentId, row)) : Optional.empty();
            }
          }
        });
  }

  /** The first row is the adjustment's, the others are those of its conflicts. */
  private static SettledAdjustment settled(RoutedId id, ResultSet rows) throws SQLException {
    StockMovementRow row = MovementTable.TABLE.read(rows);
    List<SettledAdjustment.Conflict> conflicts = new ArrayList<>();
    while (rows.next()) {
      StockMovementRow other = MovementTable.TABLE.read(rows);
      conflicts.add(
          new SettledAdjustment.Conflict(other.getQuantity(), Times.instant(other.getAt())));
    }
    return new SettledAdjustment(
        id,
        row.getTenant(),
        row.getSku(),
        row.getQuantity(),
        MovementOutcome.of(row.getOutcome()),
        row.getAvailableAfter(),
        row.getReservedAfter(),
        Times.instant(row.getAt()),
        conflicts);
  }
}
