package io.spillway.privacy.adapter.memory;

import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.schemas.routing.SlotMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keys in memory. */
public final class MemoryCustomerKeys implements CustomerKeyStore {
  private final int parts;
  private final List<StoredCustomerKey> keys = new ArrayList<>();
  private boolean down;
  private int queries;

  public MemoryCustomerKeys(int parts) {
    this.parts = parts;
  }

  @Override
  public int parts() {
    return parts;
  }

  @Override
  public synchronized List<StoredCustomerKey> read(int part, Collection<Customer> customers)
      throws UnavailableException {
    requireUp();
    customers.forEach(customer -> requireOn(part, customer));
    queries++;
    return keys.stream().filter(key -> customers.contains(key.customer())).toList();
  }

  @Override
  public synchronized void add(int part, Collection<StoredKeyDraft> added, Instant at)
      throws UnavailableException {
    requireUp();
    for (StoredKeyDraft key : added) {
      requireOn(part, key.customer());
      if (keys.stream()
          .noneMatch(
              known ->
                  known.customer().equals(key.customer())
                      && known.generation() == key.generation())) {
        keys.add(new StoredCustomerKey(key.customer(), key.generation(), key.wrapped(), at, null));
      }
    }
  }

  @Override
  public synchronized List<StoredCustomerKey> wrappedByOthers(int part, String master, int limit)
      throws UnavailableException {
    requireUp();
    return keys.stream()
        .filter(key -> SlotMap.shard(key.customer().slot(), parts) == part)
        .filter(key -> !key.isDestroyed() && !key.wrapped().master().equals(master))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean rewrap(StoredCustomerKey read, WrappedKey next)
      throws UnavailableException {
    requireUp();
    for (int i = 0; i < keys.size(); i++) {
      StoredCustomerKey key = keys.get(i);
      if (key.customer().equals(read.customer())
          && key.generation() == read.generation()
          && !key.isDestroyed()
          && key.wrapped().master().equals(read.wrapped().master())) {
        keys.set(
            i,
            new StoredCustomerKey(key.customer(), key.generation(), next, key.createdAt(), null));
        return true;
      }
    }
    return false;
  }

  @Override
  public synchronized int destroy(Customer customer, Instant at) throws UnavailableException {
    requireUp();
    int destroyed = 0;
    for (int i = 0; i < keys.size(); i++) {
      StoredCustomerKey key = keys.get(i);
      if (key.customer().equals(customer) && !key.isDestroyed()) {
        keys.set(i, new StoredCustomerKey(customer, key.generation(), null, key.createdAt(), at));
        destroyed++;
      }
    }
    return destroyed;
  }

  /** Answers nothing from now on, or does again. */
  public synchronized void setDown(boolean down) {
    this.down = down;
  }

  /** How often keys were read. */
  public synchronized int queries() {
    return queries;
  }

  private void requireUp() throws UnavailableException {
    if (down) {
      throw new UnavailableException("told to be down", new IllegalStateException());
    }
  }

  private void requireOn(int part, Customer customer) {
    if (SlotMap.shard(customer.slot(), parts) != part) {
      throw new IllegalArgumentException(customer + " is not on part " + part);
    }
  }
}
