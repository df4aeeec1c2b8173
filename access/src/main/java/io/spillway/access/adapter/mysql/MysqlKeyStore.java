package io.spillway.access.adapter.mysql;

import io.spillway.access.core.StoredKey;
import io.spillway.access.port.KeyStore;
import io.spillway.runtime.failure.OutcomeUnknownException;
import io.spillway.runtime.sql.Shards;
import io.spillway.runtime.sql.SqlWork;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.tables.UtcTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keys in the table {@code api_keys} of the shard that owns the slot of their id. */
public final class MysqlKeyStore implements KeyStore {
  private static final String COLUMNS =
      "key_id, hash, name, tenants, scopes, created_at, created_by, expires_at, revoked_at,"
          + " last_used_at, version";
  private static final String INSERT =
      "INSERT INTO api_keys (slot, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE api_keys SET expires_at = ?, revoked_at = ?, version = ? WHERE key_id = ?";

  /** Each change raises a version, and keys are only added. */
  private static final String STAMP = "SELECT COUNT(*) + COALESCE(SUM(version), 0) FROM api_keys";

  private final Shards shards;

  public MysqlKeyStore(Shards shards) {
    this.shards = shards;
  }

  @Override
  public int parts() {
    return shards.count();
  }

  @Override
  public int part(String id) {
    return SlotMap.shard(SlotMap.accessKeySlot(id), shards.count());
  }

  @Override
  public long stamp(int part) throws UnavailableException {
    return read(
        part,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(STAMP);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public Collection<StoredKey> read(int part) throws UnavailableException {
    return read(
        part,
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT " + COLUMNS + " FROM api_keys");
              ResultSet rows = select.executeQuery()) {
            List<StoredKey> keys = new ArrayList<>();
            while (rows.next()) {
              keys.add(KeyRow.read(rows));
            }
            return keys;
          }
        });
  }

  @Override
  public void add(StoredKey key) throws UnavailableException {
    write(
        part(key.id()),
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, SlotMap.accessKeySlot(key.id()));
            KeyRow.write(insert, key);
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public Optional<StoredKey> change(String id, UnaryOperator<StoredKey> change)
      throws UnavailableException {
    return write(
        part(id),
        connection -> {
          Optional<StoredKey> changed = locked(connection, id).map(change);
          if (changed.isPresent()) {
            update(connection, changed.get());
          }
          return changed;
        });
  }

  @Override
  public void used(int part, Map<String, Instant> times) throws UnavailableException {
    write(
        part,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE api_keys SET last_used_at = ? WHERE key_id = ?"
                      + " AND (last_used_at IS NULL OR last_used_at < ?)")) {
            for (Map.Entry<String, Instant> use : times.entrySet()) {
              LocalDateTime at = UtcTime.of(use.getValue());
              update.setObject(1, at);
              update.setString(2, use.getKey());
              update.setObject(3, at);
              update.addBatch();
            }
            return update.executeBatch();
          }
        });
  }

  private static Optional<StoredKey> locked(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM api_keys WHERE key_id = ? FOR UPDATE")) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(KeyRow.read(row)) : Optional.empty();
      }
    }
  }

  private static void update(Connection connection, StoredKey key) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      KeyRow.set(update, 1, key.expiresAt());
      KeyRow.set(update, 2, key.revokedAt());
      update.setLong(3, key.version());
      update.setString(4, key.id());
      update.executeUpdate();
    }
  }

  private <T> T read(int part, SqlWork<T> work) throws UnavailableException {
    try {
      return shards.read(part, work);
    } catch (SQLException e) {
      throw new UnavailableException("shard " + part + ": " + e.getMessage(), e);
    }
  }

  private <T> T write(int part, SqlWork<T> work) throws UnavailableException {
    try {
      return shards.inTransaction(part, work);
    } catch (SQLException | OutcomeUnknownException e) {
      throw new UnavailableException("shard " + part + ": " + e.getMessage(), e);
    }
  }
}
