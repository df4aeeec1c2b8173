package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.cli.core.TextTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API keys for people, and for machines. */
final class KeyText {
  private static final JsonMapper JSON = new JsonMapper();

  private KeyText() {}

  static List<String> table(List<StoredKey> keys, Instant now) {
    if (keys.isEmpty()) {
      return List.of("no keys");
    }
    TextTable table =
        new TextTable("id", "state", "tenants", "created", "expires", "last used", "name", "may");
    for (StoredKey key : keys) {
      table.row(
          key.id(),
          key.stateAt(now).name().toLowerCase(Locale.ROOT),
          key.tenants(),
          seconds(key.createdAt()),
          seconds(key.expiresAt()),
          seconds(key.lastUsedAt()),
          key.name(),
          scopes(key));
    }
    return table.lines();
  }

  /**
   * One key as a line of JSON.
   *
   * @param secret of a new key; null when it is not told
   */
  static String json(StoredKey key, @Nullable String secret) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", key.id())
            .put("name", key.name())
            .put("tenants", key.tenants().toString())
            .put("scopes", scopes(key))
            .put("createdAt", key.createdAt().toString())
            .put("createdBy", key.createdBy());
    put(json, "expiresAt", key.expiresAt());
    put(json, "revokedAt", key.revokedAt());
    put(json, "lastUsedAt", key.lastUsedAt());
    if (secret != null) {
      json.put("key", secret);
    }
    return json.toString();
  }

  private static void put(ObjectNode json, String name, @Nullable Instant time) {
    if (time != null) {
      json.put(name, time.toString());
    }
  }

  private static String scopes(StoredKey key) {
    return key.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(","));
  }

  private static String seconds(@Nullable Instant time) {
    return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
