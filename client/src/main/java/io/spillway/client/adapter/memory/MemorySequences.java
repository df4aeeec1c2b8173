package io.spillway.client.adapter.memory;

import io.spillway.client.port.Sequences;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was handled, until the process ends. Drops what Kafka delivers twice while it runs; what
 * comes again after a restart is handled again, and which orders have dead letters is forgotten. An
 * instance belongs to one subscription. Thread-safe.
 */
public final class MemorySequences implements Sequences {
  private static final int DEFAULT_ORDERS = 100_000;

  private final Map<String, SortedSet<Long>> parked = new HashMap<>();
  private final LinkedHashMap<String, Long> handled = new LinkedHashMap<>(16, 0.75f, true);
  private final int orders;
  private long parkedCount;

  private MemorySequences(int orders) {
    this.orders = orders;
  }

  /** Remembers the last 100,000 orders. */
  public static MemorySequences create() {
    return ofOrders(DEFAULT_ORDERS);
  }

  /** Remembers so many orders, those with the newest events. */
  public static MemorySequences ofOrders(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("orders = " + number + ": expected at least 1");
    }
    return new MemorySequences(number);
  }

  /** Remembers dead letters, and nothing of what was handled. */
  public static MemorySequences parkedOnly() {
    return new MemorySequences(0);
  }

  @Override
  public void open(String subscription) {}

  @Override
  public void refresh() {}

  @Override
  public synchronized long handled(String orderId) {
    return handled.getOrDefault(orderId, 0L);
  }

  @Override
  public synchronized void handled(String orderId, long version, long offset) {
    if (orders > 0) {
      handled.merge(orderId, version, Math::max);
      if (handled.size() > orders) {
        handled.remove(handled.firstEntry().getKey());
      }
    }
    SortedSet<Long> open = parked.get(orderId);
    if (open != null && open.remove(offset)) {
      parkedCount--;
      if (open.isEmpty()) {
        parked.remove(orderId);
      }
    }
  }

  @Override
  public synchronized SortedSet<Long> parked(String orderId) {
    SortedSet<Long> open = parked.get(orderId);
    return open == null ? Collections.emptySortedSet() : new TreeSet<>(open);
  }

  @Override
  public synchronized void park(String orderId, long version, long offset) {
    if (parked.computeIfAbsent(orderId, _ -> new TreeSet<>()).add(offset)) {
      parkedCount++;
    }
  }

  @Override
  public synchronized long parkedCount() {
    return parkedCount;
  }
}
