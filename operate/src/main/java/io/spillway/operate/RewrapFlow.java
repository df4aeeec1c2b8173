package io.spillway.operate;

import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Wraps customers' keys with the newest master key, so that those before it can go. The keys
 * themselves stay what they are, and services go on meanwhile. May be repeated.
 *
 * @param random a secure one
 */
public record RewrapFlow(
    CustomerKeyStore keys, MasterKeys masters, RandomGenerator random, Progress progress) {
  private static final int AT_ONCE = 500;

  /** Answers how many were wrapped anew; fails at the first one whose master key is missing. */
  public int run() throws UnavailableException {
    int done = 0;
    try (Progress.Meter meter = progress.meter("keys wrapped anew", 0)) {
      for (int part = 0; part < keys.parts(); part++) {
        List<StoredCustomerKey> some = some(part);
        while (!some.isEmpty()) {
          for (StoredCustomerKey key : some) {
            done += rewrap(key) ? 1 : 0;
            meter.at(done);
          }
          some = some(part);
        }
      }
    } catch (CustomerKeyStore.UnavailableException e) {
      throw new UnavailableException("customers' keys cannot be reached: " + e.getMessage(), e);
    }
    return done;
  }

  private List<StoredCustomerKey> some(int part) throws CustomerKeyStore.UnavailableException {
    return keys.wrappedByOthers(part, masters.newest(), AT_ONCE);
  }

  private boolean rewrap(StoredCustomerKey key) throws CustomerKeyStore.UnavailableException {
    WrappedKey wrapped = key.wrapped();
    try {
      return wrapped != null && keys.rewrap(key, masters.rewrap(key, wrapped, random));
    } catch (MasterKeys.UnwrapException e) {
      throw new OperationException("a customer's key cannot be unwrapped: " + e.getMessage(), e);
    }
  }
}
