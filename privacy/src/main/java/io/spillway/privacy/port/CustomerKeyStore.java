package io.spillway.privacy.port;

import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where the wrapped keys of customers are kept, in as many parts as there are shards. A destroyed
 * key leaves its generation behind, so that none has the number of another. Thread-safe; waits for
 * the store.
 */
public interface CustomerKeyStore {
  /** The store cannot be asked; what was to be written may have been. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** How many parts there are. */
  int parts();

  /** All generations of the keys of some customers of one part, in one query. */
  List<StoredCustomerKey> read(int part, Collection<Customer> customers)
      throws UnavailableException;

  /** Keeps new keys of one part, in one statement; the first one of a generation stands. */
  void add(int part, Collection<StoredKeyDraft> keys, Instant at) throws UnavailableException;

  /** Some keys of one part that another master key than this one has wrapped. */
  List<StoredCustomerKey> wrappedByOthers(int part, String master, int limit)
      throws UnavailableException;

  /**
   * Replaces how a key is wrapped, unless it was replaced or destroyed since it was read; answers
   * whether it did.
   */
  boolean rewrap(StoredCustomerKey read, WrappedKey next) throws UnavailableException;

  /** Destroys all keys of a customer, and answers how many there were to destroy. */
  int destroy(Customer customer, Instant at) throws UnavailableException;
}
