package io.spillway.access.port;

import io.spillway.access.core.StoredKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where API keys are kept, in as many parts as there are shards. Keys are never deleted, and each
 * change raises a key's version, so the sum of the versions rises with every change. Thread-safe;
 * waits for the store.
 */
public interface KeyStore {
  /** The store cannot be asked; what was to be written may have been. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** How many parts there are. */
  int parts();

  /** Differs after every change of one part's keys. */
  long stamp(int part) throws UnavailableException;

  /** The keys of one part. */
  Collection<StoredKey> read(int part) throws UnavailableException;

  /** Keeps a new key. */
  void add(StoredKey key) throws UnavailableException;

  /**
   * Changes a key under its row's lock, and answers it as it is then; empty when there is none of
   * this id.
   */
  Optional<StoredKey> change(String id, UnaryOperator<StoredKey> change)
      throws UnavailableException;

  /** Notes when keys of one part were used; an earlier time than the kept one changes nothing. */
  void used(int part, Map<String, Instant> times) throws UnavailableException;

  /** The part that keeps a key. */
  int part(String id);

  /** The keys of all parts, in the order of their creation. */
  default List<StoredKey> readAll() throws UnavailableException {
    List<StoredKey> all = new java.util.ArrayList<>();
    for (int part = 0; part < parts(); part++) {
      all.addAll(read(part));
    }
    all.sort(java.util.Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id));
    return all;
  }
}
