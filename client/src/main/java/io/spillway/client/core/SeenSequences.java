package io.spillway.client.core;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest version that came of each of the last orders, to notice one that never came. Knows
 * nothing of an order before its first event here, so that says nothing. Not thread-safe.
 */
public final class SeenSequences {
  private final LinkedHashMap<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true);
  private final int capacity;

  /**
   * Remembers so many orders.
   *
   * @param capacity orders; the one that was longest without an event is forgotten first
   */
  public SeenSequences(int capacity) {
    this.capacity = capacity;
  }

  /** An event came; answers how many versions are missing before it. */
  public long missingBefore(String orderId, long version) {
    Long known = newest.get(orderId);
    if (known == null || version > known) {
      newest.put(orderId, version);
      removeEldest();
    }
    return known == null ? 0 : Math.max(0, version - known - 1);
  }

  private void removeEldest() {
    if (newest.size() > capacity) {
      Map.Entry<String, Long> eldest = newest.firstEntry();
      newest.remove(eldest.getKey());
    }
  }
}
