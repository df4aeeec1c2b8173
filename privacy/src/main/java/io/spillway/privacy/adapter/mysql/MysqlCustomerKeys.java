package io.spillway.privacy.adapter.mysql;

import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.runtime.sql.SqlWork;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.UtcTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Keys in the table {@code customer_keys} of the shard that has the customer's orders. Every call
 * is one statement, so one that may have been carried out can be repeated.
 */
public final class MysqlCustomerKeys implements CustomerKeyStore {
  private static final String ALL =
      "SELECT tenant, customer_id, generation, wrapped, master, created_at, destroyed_at"
          + " FROM customer_keys WHERE ";
  private static final String SELECT = ALL + "(tenant, customer_id) IN ";
  private static final String SELECT_OTHERS = ALL + "wrapped IS NOT NULL AND master <> ? LIMIT ?";
  private static final String REWRAP =
      "UPDATE customer_keys SET wrapped = ?, master = ?"
          + " WHERE tenant = ? AND customer_id = ? AND generation = ? AND master = ?";
  private static final String INSERT =
      "INSERT IGNORE INTO customer_keys"
          + " (tenant, customer_id, generation, slot, wrapped, master, created_at) VALUES ";
  private static final String DESTROY =
      "UPDATE customer_keys SET wrapped = NULL, master = NULL, destroyed_at = ?"
          + " WHERE tenant = ? AND customer_id = ? AND wrapped IS NOT NULL";

  private final int shards;
  private final ShardCall call;

  /** Runs one statement on one shard. */
  @FunctionalInterface
  public interface ShardCall {
    <T> T on(int shard, SqlWork<T> work) throws SQLException;
  }

  public MysqlCustomerKeys(int shards, ShardCall call) {
    this.shards = shards;
    this.call = call;
  }

  @Override
  public int parts() {
    return shards;
  }

  @Override
  public List<StoredCustomerKey> read(int part, Collection<Customer> customers)
      throws UnavailableException {
    if (customers.isEmpty()) {
      return List.of();
    }
    String sql = SELECT + "((?, ?)" + ", (?, ?)".repeat(customers.size() - 1) + ")";
    return run(
        part,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            int at = 1;
            for (Customer customer : customers) {
              select.setString(at++, customer.tenant());
              select.setString(at++, customer.customerId());
            }
            return all(select);
          }
        });
  }

  @Override
  public List<StoredCustomerKey> wrappedByOthers(int part, String master, int limit)
      throws UnavailableException {
    return run(
        part,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT_OTHERS)) {
            select.setString(1, master);
            select.setInt(2, limit);
            return all(select);
          }
        });
  }

  @Override
  public boolean rewrap(StoredCustomerKey read, WrappedKey next) throws UnavailableException {
    WrappedKey wrapped = read.wrapped();
    return wrapped != null
        && run(
            SlotMap.shard(read.customer().slot(), shards),
            connection -> {
              try (PreparedStatement update = connection.prepareStatement(REWRAP)) {
                update.setBytes(1, next.bytes());
                update.setString(2, next.master());
                update.setString(3, read.customer().tenant());
                update.setString(4, read.customer().customerId());
                update.setInt(5, read.generation());
                // A destroyed key has none.
                update.setString(6, wrapped.master());
                return update.executeUpdate() == 1;
              }
            });
  }

  @Override
  public void add(int part, Collection<StoredKeyDraft> keys, Instant at)
      throws UnavailableException {
    if (keys.isEmpty()) {
      return;
    }
    String row = "(?, ?, ?, ?, ?, ?, ?)";
    String sql = INSERT + row + (", " + row).repeat(keys.size() - 1);
    run(
        part,
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int place = 1;
            for (StoredKeyDraft key : keys) {
              insert.setString(place++, key.customer().tenant());
              insert.setString(place++, key.customer().customerId());
              insert.setInt(place++, key.generation());
              insert.setInt(place++, key.customer().slot());
              insert.setBytes(place++, key.wrapped().bytes());
              insert.setString(place++, key.wrapped().master());
              insert.setObject(place++, UtcTime.of(at));
            }
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public int destroy(Customer customer, Instant at) throws UnavailableException {
    return run(
        SlotMap.shard(customer.slot(), shards),
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(DESTROY)) {
            update.setObject(1, UtcTime.of(at));
            update.setString(2, customer.tenant());
            update.setString(3, customer.customerId());
            return update.executeUpdate();
          }
        });
  }

  private static List<StoredCustomerKey> all(PreparedStatement select) throws SQLException {
    List<StoredCustomerKey> keys = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        keys.add(read(row));
      }
    }
    return keys;
  }

  private static StoredCustomerKey read(ResultSet row) throws SQLException {
    byte[] wrapped = row.getBytes("wrapped");
    return new StoredCustomerKey(
        new Customer(row.getString("tenant"), row.getString("customer_id")),
        row.getInt("generation"),
        wrapped == null ? null : new WrappedKey(row.getString("master"), wrapped),
        UtcTime.read(row, "created_at"),
        row.getObject("destroyed_at") == null ? null : UtcTime.read(row, "destroyed_at"));
  }

  private <T> T run(int part, SqlWork<T> work) throws UnavailableException {
    try {
      return call.on(part, work);
    } catch (SQLException e) {
      throw new UnavailableException("shard " + part + ": " + e.getMessage(), e);
    }
  }
}
