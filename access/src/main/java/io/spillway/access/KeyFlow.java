package io.spillway.access;

import io.spillway.access.core.ApiKey;
import io.spillway.access.core.KeyRequest;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.access.port.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes, ends and replaces API keys. Thread-safe. */
public final class KeyFlow {
  private final KeyStore store;
  private final RandomGenerator random;
  private final Clock clock;
  private final String who;

  /**
   * Keys in a store.
   *
   * @param random must not be predictable
   * @param who makes them, for their rows
   */
  public KeyFlow(KeyStore store, RandomGenerator random, Clock clock, String who) {
    this.store = store;
    this.random = random;
    this.clock = clock;
    this.who = who;
  }

  /** A new key with its secret, which nobody can read again, and its row. */
  public record Created(ApiKey key, StoredKey stored) {}

  /** Makes a key. */
  public Created create(KeyRequest request) throws KeyStore.UnavailableException {
    return add(newKey(), request);
  }

  /** Keeps a key that was made elsewhere, unless one of its id is kept; answers whether. */
  public boolean admit(ApiKey key, KeyRequest request) throws KeyStore.UnavailableException {
    if (store.read(store.part(key.id())).stream().anyMatch(kept -> kept.id().equals(key.id()))) {
      return false;
    }
    add(key, request);
    return true;
  }

  /** Every key, the oldest first. */
  public List<StoredKey> list() throws KeyStore.UnavailableException {
    return store.readAll();
  }

  /** Ends a key for ever; empty when there is none of this id. Repeated, it changes nothing. */
  public Optional<StoredKey> revoke(String id) throws KeyStore.UnavailableException {
    Instant now = now();
    return store.change(id, key -> key.revoked(now));
  }

  /**
   * Makes a second key of the same rights and lifetime, and lets the first one end after a while in
   * which both are valid; empty when there is none of this id, or it is no longer valid.
   */
  public Optional<Created> rotate(String id, Duration overlap)
      throws KeyStore.UnavailableException {
    Instant now = now();
    Optional<StoredKey> old =
        store.read(store.part(id)).stream()
            .filter(key -> key.id().equals(id) && key.stateAt(now) == StoredKey.State.ACTIVE)
            .findFirst();
    if (old.isEmpty()) {
      return Optional.empty();
    }
    StoredKey key = old.get();
    Instant end = key.expiresAt();
    // The new one first: were it not kept, the old one must not end.
    Created next =
        add(
            newKey(),
            key.name(),
            key.tenants(),
            key.scopes(),
            now,
            end == null ? null : now.plus(Duration.between(key.createdAt(), end)));
    store.change(id, found -> found.expiring(now.plus(overlap)));
    return Optional.of(next);
  }

  private Created add(ApiKey key, KeyRequest request) throws KeyStore.UnavailableException {
    Duration lifetime = request.lifetime();
    Instant now = now();
    return add(
        key,
        request.name(),
        request.tenants(),
        request.scopes(),
        now,
        lifetime == null ? null : now.plus(lifetime));
  }

  private Created add(
      ApiKey key,
      String name,
      Tenants tenants,
      Set<Scope> scopes,
      Instant now,
      @Nullable Instant expiresAt)
      throws KeyStore.UnavailableException {
    StoredKey stored =
        new StoredKey(
            key.id(), key.hash(), name, tenants, scopes, now, who, expiresAt, null, null, 1);
    store.add(stored);
    return new Created(key, stored);
  }

  private ApiKey newKey() {
    byte[] bytes = new byte[ApiKey.RANDOM_BYTES];
    random.nextBytes(bytes);
    return ApiKey.of(bytes);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
