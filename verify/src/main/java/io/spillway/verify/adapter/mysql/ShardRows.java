package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.StockTable;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Single rows by their keys, each in its shard. */
public final class ShardRows {
  private static final String ORDERS =
      "SELECT " + OrdersTable.TABLE.columns() + " FROM orders WHERE order_id IN";
  private static final String STOCK =
      "SELECT " + StockTable.TABLE.columns() + " FROM stock WHERE (tenant, sku) IN";

  private final ShardQueries shards;

  public ShardRows(Backends backends) {
    this.shards = new ShardQueries(backends);
  }

  public List<OrderRow> orders(Collection<String> ids) throws UnavailableException {
    List<OrderRow> found = new ArrayList<>();
    shards.byKeys(
        ORDERS,
        ids.stream().map(RoutedId::parse).toList(),
        RoutedId::slot,
        id -> List.of(id.toBytes()),
        row -> found.add(OrdersTable.TABLE.read(row)));
    return found;
  }

  /** The stock rows that exist, by {@code tenant/sku}. */
  public List<StockRow> stock(Collection<String> keys) throws UnavailableException {
    List<StockRow> found = new ArrayList<>();
    shards.byKeys(
        STOCK,
        keys.stream().map(key -> List.of(key.split("/", 2))).toList(),
        key -> SlotMap.stockSlot(key.getFirst(), key.getLast()),
        List::copyOf,
        row -> found.add(StockTable.TABLE.read(row)));
    return found;
  }

  /**
   * Writes order rows from events, as the order store does. A row of the same version is replaced,
   * for it differs; one of a higher version stays.
   */
  public void write(List<OrderEvent> events) throws UnavailableException {
    for (OrderEvent event : events) {
      OrderRow row = OrdersTable.row(event);
      shards.run(
          shards.shardOf(row.getSlot()),
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OrdersTable.repair())) {
              OrdersTable.TABLE.bind(statement, 1, row);
              statement.executeUpdate();
            }
          });
    }
  }
}
