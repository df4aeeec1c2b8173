package io.spillway.faults.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.faults.core.JournalAudit;
import io.spillway.faults.core.StockAudit;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.stack.core.Backends;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what MySQL holds of one tenant, row by row, past the services. */
final class ShardSnapshotReader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> HOLDING = Set.of("CONFIRMED", "RESERVED");

  private final Backends backends;
  private final String tenant;
  private final Map<UUID, JournalAudit.Row> orders = new HashMap<>();
  private final Map<String, long[]> stock = new HashMap<>();

  private ShardSnapshotReader(Backends backends, String tenant) {
    this.backends = backends;
    this.tenant = tenant;
  }

  /** Rows by order id, and every SKU from three sides. */
  record World(Map<UUID, JournalAudit.Row> orders, Map<String, StockAudit.Sku> stock) {}

  static World read(Backends backends, String tenant) throws SQLException, IOException {
    ShardSnapshotReader reader = new ShardSnapshotReader(backends, tenant);
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = Mysql.open(shard, backends)) {
        reader.orders(connection);
        reader.stock(connection);
        reader.movements(connection);
      }
    }
    return new World(reader.orders, reader.skus());
  }

  private enum Side {
    AVAILABLE,
    RESERVED,
    ADJUSTED,
    HELD,
    FULFILLED,
    ORDERED,
    HANDED
  }

  private Map<String, StockAudit.Sku> skus() {
    Map<String, StockAudit.Sku> skus = new HashMap<>();
    stock.forEach(
        (sku, n) -> skus.put(sku, new StockAudit.Sku(n[0], n[1], n[2], n[3], n[4], n[5], n[6])));
    return skus;
  }

  private void add(String sku, Side side, long units) {
    stock.computeIfAbsent(sku, key -> new long[Side.values().length])[side.ordinal()] += units;
  }

  private void orders(Connection connection) throws SQLException, IOException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT order_id, status, version, `lines`, reasons FROM orders WHERE tenant = ?",
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY)) {
      // Row by row: half a million orders do not fit beside the journal.
      select.setFetchSize(Integer.MIN_VALUE);
      select.setString(1, tenant);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String status = rows.getString(2).intern();
          orders.put(
              RoutedId.ofBytes(rows.getBytes(1)).uuid(),
              new JournalAudit.Row(status, rows.getLong(3)));
          boolean handed = status.equals("FULFILLED");
          if (handed || HOLDING.contains(status)) {
            keep(rows.getString(4), rows.getString(5), handed ? Side.HANDED : Side.ORDERED);
          }
        }
      }
    }
  }

  private void keep(String lines, @Nullable String reasons, Side side) throws IOException {
    Set<Integer> refused = new HashSet<>();
    if (reasons != null) {
      JSON.readTree(reasons).forEach(reason -> refused.add(reason.path("line").asInt()));
    }
    int index = 0;
    for (JsonNode line : JSON.readTree(lines)) {
      if (!refused.contains(index++)) {
        add(line.path("sku").asText(), side, line.path("quantity").asLong());
      }
    }
  }

  private void stock(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sku, available, reserved FROM stock WHERE tenant = ?")) {
      select.setString(1, tenant);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          add(rows.getString(1), Side.AVAILABLE, rows.getLong(2));
          add(rows.getString(1), Side.RESERVED, rows.getLong(3));
        }
      }
    }
  }

  private void movements(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sku, kind, SUM(quantity) FROM stock_movement"
                + " WHERE tenant = ? AND outcome = ? GROUP BY sku, kind")) {
      select.setString(1, tenant);
      select.setInt(2, MovementOutcome.APPLIED.code());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String sku = rows.getString(1);
          long units = rows.getLong(3);
          switch (MovementKind.of(rows.getInt(2))) {
            case ADJUST -> add(sku, Side.ADJUSTED, units);
            case RESERVE -> add(sku, Side.HELD, units);
            case RELEASE -> add(sku, Side.HELD, -units);
            case FULFIL -> {
              add(sku, Side.HELD, -units);
              add(sku, Side.FULFILLED, units);
            }
          }
        }
      }
    }
  }
}
