package io.spillway.faults.adapter;

import io.spillway.faults.core.JournalAudit;
import io.spillway.faults.core.StockAudit;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what MySQL holds of one tenant, row by row, past the services. */
final class ShardSnapshotReader {
  private static final Set<String> HOLDING = Set.of("CONFIRMED", "RESERVED");

  private final Map<UUID, JournalAudit.Row> orders = new HashMap<>();
  private final Map<String, long[]> stock = new HashMap<>();

  private ShardSnapshotReader() {}

  /** Rows by order id, and every SKU from three sides. */
  record World(Map<UUID, JournalAudit.Row> orders, Map<String, StockAudit.Sku> stock) {}

  static World read(Backends backends, String tenant) throws UnavailableException {
    ShardSnapshotReader reader = new ShardSnapshotReader();
    ShardQueries shards = new ShardQueries(backends);
    shards.all(
        "SELECT order_id, status, version, `lines`, reasons FROM orders WHERE tenant = ?",
        List.of(tenant),
        reader::order);
    shards.all(
        "SELECT sku, available, reserved FROM stock WHERE tenant = ?",
        List.of(tenant),
        row -> {
          reader.add(row.getString(1), Side.AVAILABLE, row.getLong(2));
          reader.add(row.getString(1), Side.RESERVED, row.getLong(3));
        });
    shards.all(
        "SELECT sku, kind, SUM(quantity) FROM stock_movement"
            + " WHERE tenant = ? AND outcome = ? GROUP BY sku, kind",
        List.of(tenant, MovementOutcome.APPLIED.code()),
        reader::movements);
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

  private void order(ResultSet row) throws SQLException {
    String status = row.getString(2).intern();
    orders.put(
        RoutedId.ofBytes(row.getBytes(1)).uuid(), new JournalAudit.Row(status, row.getLong(3)));
    boolean handed = status.equals("FULFILLED");
    if (handed || HOLDING.contains(status)) {
      keep(row.getString(4), row.getString(5), handed ? Side.HANDED : Side.ORDERED);
    }
  }

  private void keep(String lines, @Nullable String reasons, Side side) {
    Set<Integer> refused = new HashSet<>();
    if (reasons != null) {
      OrderRowJson.readReasons(reasons).forEach(reason -> refused.add(reason.line()));
    }
    int index = 0;
    for (OrderRowJson.Line line : OrderRowJson.readLines(lines)) {
      if (!refused.contains(index++)) {
        add(line.sku(), side, line.quantity());
      }
    }
  }

  private void movements(ResultSet row) throws SQLException {
    String sku = row.getString(1);
    long units = row.getLong(3);
    switch (MovementKind.of(row.getInt(2))) {
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
