package io.spillway.access.adapter.mysql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.schemas.tables.UtcTime;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key as a row. Tenants are NULL for all of them, scopes that this version does not know none.
 */
final class KeyRow {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private KeyRow() {}

  static StoredKey read(ResultSet row) throws SQLException {
    String tenants = row.getString("tenants");
    return new StoredKey(
        row.getString("key_id"),
        HexFormat.of().formatHex(row.getBytes("hash")),
        row.getString("name"),
        tenants == null ? Tenants.ALL : Tenants.of(Set.copyOf(texts(tenants))),
        scopes(row.getString("scopes")),
        UtcTime.read(row, "created_at"),
        row.getString("created_by"),
        time(row, "expires_at"),
        time(row, "revoked_at"),
        time(row, "last_used_at"),
        row.getLong("version"));
  }

  /** Sets all columns, from the second parameter on. */
  static void write(PreparedStatement insert, StoredKey key) throws SQLException {
    insert.setString(2, key.id());
    insert.setBytes(3, HexFormat.of().parseHex(key.hash()));
    insert.setString(4, key.name());
    insert.setString(5, key.tenants().all() ? null : json(new TreeSet<>(key.tenants().names())));
    insert.setString(6, json(key.scopes().stream().map(Scope::text).sorted().toList()));
    set(insert, 7, key.createdAt());
    insert.setString(8, key.createdBy());
    set(insert, 9, key.expiresAt());
    set(insert, 10, key.revokedAt());
    set(insert, 11, key.lastUsedAt());
    insert.setLong(12, key.version());
  }

  static void set(PreparedStatement statement, int parameter, @Nullable Instant time)
      throws SQLException {
    statement.setObject(parameter, time == null ? null : UtcTime.of(time));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? null : UtcTime.read(row, column);
  }

  private static Set<Scope> scopes(String json) throws SQLException {
    return texts(json).stream()
        .map(Scope::named)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private static List<String> texts(String json) throws SQLException {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new SQLException("a list in api_keys is no JSON", e);
    }
  }

  private static String json(Collection<String> texts) throws SQLException {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new SQLException("a list cannot be written as JSON", e);
    }
  }
}
