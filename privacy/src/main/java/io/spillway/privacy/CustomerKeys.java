package io.spillway.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.CustomerKey;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.MasterKeys.StoredKeyDraft;
import io.spillway.privacy.core.StoredCustomerKey;
import io.spillway.privacy.core.WrappedKey;
import io.spillway.privacy.port.CustomerKeyStore;
import io.spillway.privacy.port.CustomerKeyStore.UnavailableException;
import io.spillway.schemas.routing.SlotMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers' keys, ready to use. They are read from the store, one query a part for any number of
 * customers, and kept in memory for so short a time that a destroyed key is out of use soon.
 * Thread-safe; waits for the store.
 */
public final class CustomerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(CustomerKeys.class);
  private static final Comparator<Customer> ORDER =
      Comparator.comparing(Customer::tenant).thenComparing(Customer::customerId);

  private final CustomerKeyStore store;
  private final MasterKeys masters;
  private final Duration cacheFor;
  private final Clock clock;
  private final RandomGenerator random;
  private final Cache<Customer, Generations> cache;
  private final Counter created;

  /**
   * The keys of a customer.
   *
   * @param askedAt before the store was asked: a key destroyed after it counts until the age is
   *     reached
   */
  private record Generations(Map<Integer, Generation> byNumber, Instant askedAt) {
    int newest() {
      return byNumber.keySet().stream().mapToInt(number -> number).max().orElse(0);
    }

    @Nullable Generation current() {
      Generation newest = byNumber.get(newest());
      return newest instanceof Generation.Destroyed ? null : newest;
    }
  }

  /** One of a customer's keys. */
  public sealed interface Generation {
    /** The key itself. */
    record Live(CustomerKey key) implements Generation {}

    /** The customer was forgotten. */
    record Destroyed() implements Generation {}

    /** It is there, but not for this process: its master key is missing or another one. */
    record Locked(String why) implements Generation {}

    /** There never was one of this number. */
    record Unknown() implements Generation {}
  }

  /** What the parts have answered. */
  public record Found(Map<Customer, Generation> keys, Map<Customer, String> unavailable) {}

  /**
   * Keys of a store.
   *
   * @param random a secure one
   */
  public CustomerKeys(
      CustomerKeyStore store,
      MasterKeys masters,
      Duration cacheFor,
      int cached,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    this.store = store;
    this.masters = masters;
    this.cacheFor = cacheFor;
    this.clock = clock;
    this.random = random;
    this.cache = Caffeine.newBuilder().maximumSize(cached).expireAfterWrite(cacheFor).build();
    this.created =
        Counter.builder("spillway.privacy.keys.created")
            .description("keys made for customers who had none")
            .register(metrics);
  }

  /** A secure source of nonces. */
  public RandomGenerator random() {
    return random;
  }

  /**
   * The keys to encrypt with; a customer who has none is given one. A part that does not answer
   * fails its own customers only.
   */
  public Found current(Collection<Customer> customers) {
    Map<Customer, Generation> keys = new HashMap<>();
    Map<Customer, String> unavailable = new HashMap<>();
    Map<Integer, Set<Customer>> asked = new TreeMap<>();
    for (Customer customer : customers) {
      Generations known = fresh(customer);
      Generation current = known == null ? null : known.current();
      if (current == null) {
        asked.computeIfAbsent(part(customer), _ -> new TreeSet<>(ORDER)).add(customer);
      } else {
        keys.put(customer, current);
      }
    }
    asked.forEach(
        (part, some) -> {
          try {
            keys.putAll(ensure(part, some));
          } catch (UnavailableException e) {
            LOG.atDebug().setCause(e).log("customers' keys cannot be read");
            some.forEach(customer -> unavailable.put(customer, String.valueOf(e.getMessage())));
          }
        });
    return new Found(keys, unavailable);
  }

  /** One key, to decrypt with. */
  public Generation find(Customer customer, int generation) throws UnavailableException {
    Generations known = fresh(customer);
    if (known == null || !known.byNumber.containsKey(generation)) {
      known = read(part(customer), Set.of(customer)).get(customer);
    }
    Generation found = known == null ? null : known.byNumber.get(generation);
    return found == null ? new Generation.Unknown() : found;
  }

  private Map<Customer, Generation> ensure(int part, Set<Customer> customers)
      throws UnavailableException {
    Map<Customer, Generation> current = new HashMap<>();
    Map<Customer, Generations> read = read(part, customers);
    List<StoredKeyDraft> missing = new ArrayList<>();
    read.forEach(
        (customer, known) -> {
          Generation found = known.current();
          if (found == null) {
            missing.add(masters.create(customer, known.newest() + 1, random));
          } else {
            current.put(customer, found);
          }
        });
    if (missing.isEmpty()) {
      return current;
    }
    // In one order everywhere, so that no two instances wait for each other's rows.
    missing.sort(Comparator.comparing(StoredKeyDraft::customer, ORDER));
    store.add(part, missing, clock.instant());
    created.increment(missing.size());
    // Of two instances that add a key at one time one has lost; the table says which.
    read(part, missing.stream().map(StoredKeyDraft::customer).toList())
        .forEach(
            (customer, known) -> {
              Generation found = known.current();
              current.put(
                  customer,
                  found == null ? new Generation.Locked("its key was destroyed just now") : found);
            });
    return current;
  }

  private Map<Customer, Generations> read(int part, Collection<Customer> customers)
      throws UnavailableException {
    Instant now = clock.instant();
    Map<Customer, Map<Integer, Generation>> found = new HashMap<>();
    customers.forEach(customer -> found.put(customer, new TreeMap<>()));
    for (StoredCustomerKey key : store.read(part, customers)) {
      found.computeIfAbsent(key.customer(), _ -> new TreeMap<>()).put(key.generation(), open(key));
    }
    Map<Customer, Generations> read = new HashMap<>();
    found.forEach(
        (customer, keys) -> {
          Generations known = new Generations(keys, now);
          read.put(customer, known);
          cache.put(customer, known);
        });
    return read;
  }

  private Generation open(StoredCustomerKey key) {
    WrappedKey wrapped = key.wrapped();
    if (wrapped == null) {
      return new Generation.Destroyed();
    }
    try {
      return new Generation.Live(masters.unwrap(key.customer(), key.generation(), wrapped));
    } catch (MasterKeys.UnwrapException e) {
      LOG.atWarn()
          .addKeyValue("master", wrapped.master())
          .addKeyValue("cause", e.getMessage())
          .log("A customer's key cannot be unwrapped");
      return new Generation.Locked(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Generations fresh(Customer customer) {
    Generations known = cache.getIfPresent(customer);
    return known != null && clock.instant().isBefore(known.askedAt.plus(cacheFor)) ? known : null;
  }

  private int part(Customer customer) {
    return SlotMap.shard(customer.slot(), store.parts());
  }
}
