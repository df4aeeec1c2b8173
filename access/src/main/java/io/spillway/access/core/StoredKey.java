package io.spillway.access.core;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: all but its secret. Times are in whole milliseconds.
 *
 * @param hash of the whole key, see {@link ApiKey#hash()}
 * @param name what it is for, in words
 * @param createdBy who made it
 * @param expiresAt from when on it is refused; null for never
 * @param revokedAt since when it is refused for ever; null when it is not
 * @param lastUsedAt by minutes; null when never
 * @param version counts the changes from 1; the last use is none
 */
public record StoredKey(
    String id,
    String hash,
    String name,
    Tenants tenants,
    Set<Scope> scopes,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    long version) {
  public StoredKey {
    scopes = Set.copyOf(scopes);
  }

  /** What a key is at a time. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public State stateAt(Instant now) {
    if (revokedAt != null) {
      return State.REVOKED;
    }
    return expiresAt != null && !now.isBefore(expiresAt) ? State.EXPIRED : State.ACTIVE;
  }

  /** Who acts with it. */
  public Identity identity() {
    return new Identity("key:" + id, tenants, scopes);
  }

  /** Refused for ever from {@code at} on; the first revocation stands. */
  public StoredKey revoked(Instant at) {
    return revokedAt != null ? this : changed(expiresAt, at);
  }

  /** Refused from {@code at} on, unless it ends before that anyway. */
  public StoredKey expiring(Instant at) {
    return expiresAt != null && !at.isBefore(expiresAt) ? this : changed(at, revokedAt);
  }

  private StoredKey changed(@Nullable Instant expires, @Nullable Instant revoked) {
    return new StoredKey(
        id,
        hash,
        name,
        tenants,
        scopes,
        createdAt,
        createdBy,
        expires,
        revoked,
        lastUsedAt,
        version + 1);
  }
}
