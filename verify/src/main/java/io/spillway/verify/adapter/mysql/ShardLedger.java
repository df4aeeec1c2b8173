package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.tables.MovementOutcome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockAdjustment;
import io.spillway.verify.core.StockLevel;
import io.spillway.verify.port.Ledger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a tenant's orders and stock past the services. */
public final class ShardLedger implements Ledger {
  private static final String ADJUSTMENTS =
      " FROM stock_movement WHERE line = 0 AND kind = "
          + MovementKind.ADJUST.code()
          + " AND ref IN";

  private final ShardQueries shards;

  public ShardLedger(Backends backends) {
    this.shards = new ShardQueries(backends);
  }

  @Override
  public Map<String, Long> ordersByStatus(String tenant) throws UnavailableException {
    Map<String, Long> counts = new HashMap<>();
    shards.all(
        "SELECT status, COUNT(*) FROM orders WHERE tenant = ? GROUP BY status",
        List.of(tenant),
        row -> counts.merge(row.getString(1), row.getLong(2), Long::sum));
    return counts;
  }

  @Override
  public Map<String, OrderFacts> orders(String tenant) throws UnavailableException {
    Map<String, OrderFacts> orders = new HashMap<>();
    shards.all(
        "SELECT order_id, status, version, line_count FROM orders WHERE tenant = ?",
        List.of(tenant),
        row ->
            orders.put(
                RoutedId.ofBytes(row.getBytes(1)).toString(),
                new OrderFacts(row.getString(2), row.getLong(3), row.getInt(4))));
    return orders;
  }

  @Override
  public Map<String, StockLevel> stock(String tenant) throws UnavailableException {
    Map<String, StockLevel> stock = new HashMap<>();
    shards.all(
        "SELECT sku, available, reserved FROM stock WHERE tenant = ?",
        List.of(tenant),
        row -> stock.put(row.getString(1), new StockLevel(row.getLong(2), row.getLong(3))));
    return stock;
  }

  @Override
  public long settledAdjustments(Collection<RoutedId> ids) throws UnavailableException {
    long[] settled = {0};
    adjustments("SELECT COUNT(*)", ids, row -> settled[0] += row.getLong(1));
    return settled[0];
  }

  @Override
  public Map<RoutedId, String> refusedAdjustments(Collection<StockAdjustment> adjustments)
      throws UnavailableException {
    Map<RoutedId, Integer> deltas = new HashMap<>();
    adjustments.forEach(adjustment -> deltas.put(adjustment.id(), adjustment.delta()));
    Map<RoutedId, String> refused = new HashMap<>();
    adjustments(
        "SELECT ref, outcome, quantity",
        deltas.keySet(),
        row -> {
          RoutedId id = RoutedId.ofBytes(row.getBytes(1));
          MovementOutcome outcome =
              Objects.equals(deltas.get(id), row.getInt(3))
                  ? MovementOutcome.of(row.getInt(2))
                  : MovementOutcome.CONFLICTING;
          if (outcome != MovementOutcome.APPLIED) {
            refused.put(id, outcome.name());
          }
        });
    return refused;
  }

  private void adjustments(String select, Collection<RoutedId> ids, ShardQueries.RowSink sink)
      throws UnavailableException {
    shards.byKeys(select + ADJUSTMENTS, ids, RoutedId::slot, id -> List.of(id.toBytes()), sink);
  }
}
