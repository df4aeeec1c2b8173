package io.spillway.access.adapter.memory;

import io.spillway.access.core.StoredKey;
import io.spillway.access.port.KeyStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Keys in one part, which can be made silent. Thread-safe. */
public final class MemoryKeyStore implements KeyStore {
  private final Map<String, StoredKey> keys = new TreeMap<>();
  private boolean silent;

  public synchronized void setSilent(boolean silent) {
    this.silent = silent;
  }

  @Override
  public int parts() {
    return 1;
  }

  @Override
  public int part(String id) {
    return 0;
  }

  @Override
  public synchronized long stamp(int part) throws UnavailableException {
    requireAnswer();
    return keys.size() + keys.values().stream().mapToLong(StoredKey::version).sum();
  }

  @Override
  public synchronized Collection<StoredKey> read(int part) throws UnavailableException {
    requireAnswer();
    return List.copyOf(keys.values());
  }

  @Override
  public synchronized void add(StoredKey key) throws UnavailableException {
    requireAnswer();
    if (keys.putIfAbsent(key.id(), key) != null) {
      throw new UnavailableException("the id is taken", new IllegalStateException());
    }
  }

  @Override
  public synchronized Optional<StoredKey> change(String id, UnaryOperator<StoredKey> change)
      throws UnavailableException {
    requireAnswer();
    return Optional.ofNullable(keys.computeIfPresent(id, (_, key) -> change.apply(key)));
  }

  @Override
  public synchronized void used(int part, Map<String, Instant> times) throws UnavailableException {
    requireAnswer();
    times.forEach((id, at) -> keys.computeIfPresent(id, (_, key) -> used(key, at)));
  }

  private static StoredKey used(StoredKey key, Instant at) {
    Instant last = key.lastUsedAt();
    return new StoredKey(
        key.id(),
        key.hash(),
        key.name(),
        key.tenants(),
        key.scopes(),
        key.createdAt(),
        key.createdBy(),
        key.expiresAt(),
        key.revokedAt(),
        last != null && last.isAfter(at) ? last : at,
        key.version());
  }

  private void requireAnswer() throws UnavailableException {
    if (silent) {
      throw new UnavailableException("the store is silent", new IllegalStateException());
    }
  }
}
