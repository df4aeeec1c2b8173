package io.spillway.verify.adapter.mysql;

import io.spillway.runtime.config.ShardAddress;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads single rows by their keys, each from its shard. */
public final class RowLookup {
  private static final String ORDER =
      "SELECT " + RowProtos.ORDER_COLUMNS + " FROM orders WHERE order_id = ?";
  private static final String STOCK =
      "SELECT " + RowProtos.STOCK_COLUMNS + " FROM stock WHERE tenant = ? AND sku = ?";

  private final Backends backends;

  public RowLookup(Backends backends) {
    this.backends = backends;
  }

  /** The orders that exist. */
  public List<OrderRow> orders(Collection<String> ids) throws UnavailableException {
    Map<Integer, List<Object[]>> keys = new HashMap<>();
    for (String text : ids) {
      RoutedId id = RoutedId.parse(text);
      add(keys, id.slot(), id.toBytes());
    }
    return read(ORDER, keys, RowProtos::order);
  }

  /** The stock rows that exist, by {@code tenant/sku}. */
  public List<StockRow> stock(Collection<String> skus) throws UnavailableException {
    Map<Integer, List<Object[]>> keys = new HashMap<>();
    for (String key : skus) {
      int slash = key.indexOf('/');
      String tenant = key.substring(0, slash);
      String sku = key.substring(slash + 1);
      add(keys, SlotMap.stockSlot(tenant, sku), tenant, sku);
    }
    return read(STOCK, keys, RowProtos::stock);
  }

  private void add(Map<Integer, List<Object[]>> keys, int slot, Object... key) {
    int shard = SlotMap.shard(slot, backends.shards().size());
    keys.computeIfAbsent(shard, _ -> new ArrayList<>()).add(key);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(
      String sql, Map<Integer, List<Object[]>> keysByShard, RowReader<T> reader)
      throws UnavailableException {
    List<T> found = new ArrayList<>();
    for (Map.Entry<Integer, List<Object[]>> keys : keysByShard.entrySet()) {
      Backends.Shard shard = backends.shards().get(keys.getKey());
      try (Connection connection = connect(shard);
          PreparedStatement statement = connection.prepareStatement(sql)) {
        for (Object[] key : keys.getValue()) {
          for (int i = 0; i < key.length; i++) {
            statement.setObject(i + 1, key[i]);
          }
          try (ResultSet row = statement.executeQuery()) {
            if (row.next()) {
              found.add(reader.read(row));
            }
          }
        }
      } catch (SQLException e) {
        throw new UnavailableException(
            "shard " + shard.number() + " does not respond (" + e.getMessage() + ")", e);
      }
    }
    return found;
  }

  private Connection connect(Backends.Shard shard) throws SQLException {
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    return DriverManager.getConnection(url, backends.user(), backends.password());
  }
}
