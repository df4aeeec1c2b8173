package io.spillway.verify.adapter.mysql;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import java.sql.PreparedStatement;
import java.util.List;

/**
 * Writes order rows from events, as the order store does. A row of the same version is replaced,
 * for it differs; one of a higher version stays.
 */
public final class RowWriter {
  private final ShardQueries shards;

  public RowWriter(Backends backends) {
    this.shards = new ShardQueries(backends);
  }

  /** Writes one row for each event. */
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
