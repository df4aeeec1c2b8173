package io.spillway.access.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All keys, as they were at one moment. Immutable. */
public final class KeyRing {
  private static final String NO_HASH = "0".repeat(64);
  private static final Authentication UNKNOWN =
      new Authentication.Denied("unknown-key", "The API key is not valid.");

  private final Map<String, StoredKey> keys;

  public KeyRing(Collection<StoredKey> keys) {
    this.keys = keys.stream().collect(Collectors.toMap(StoredKey::id, Function.identity()));
  }

  public int size() {
    return keys.size();
  }

  /**
   * Whose key it is. Takes as long for an id that does not exist as for one that does; that a key
   * has expired or was revoked only its holder learns.
   */
  public Authentication authenticate(ApiKey key, Instant now) {
    StoredKey stored = keys.get(key.id());
    String hash = stored == null ? NO_HASH : stored.hash();
    boolean same = MessageDigest.isEqual(key.hash().getBytes(US_ASCII), hash.getBytes(US_ASCII));
    if (stored == null || !same) {
      return UNKNOWN;
    }
    return switch (stored.stateAt(now)) {
      case ACTIVE -> new Authentication.Granted(stored.identity());
      case EXPIRED ->
          new Authentication.Denied(
              "expired-key", "The API key expired at " + stored.expiresAt() + '.');
      case REVOKED -> new Authentication.Denied("revoked-key", "The API key was revoked.");
    };
  }
}
