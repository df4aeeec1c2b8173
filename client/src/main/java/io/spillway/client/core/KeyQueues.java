package io.spillway.client.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits of each key, in the order in which it came: of a key only the first may be worked on.
 * Not thread-safe.
 *
 * @param <T> what waits
 */
public final class KeyQueues<T> {
  private final Map<String, Deque<T>> queues = new HashMap<>();
  private int size;

  /** Adds behind what waits of the key; answers whether nothing does, so that it may begin. */
  public boolean add(String key, T item) {
    Deque<T> queue = queues.computeIfAbsent(key, _ -> new ArrayDeque<>());
    queue.addLast(item);
    size++;
    return queue.size() == 1;
  }

  /** The first of a key, which stays; null when there is none. */
  public @Nullable T first(String key) {
    Deque<T> queue = queues.get(key);
    return queue == null ? null : queue.peekFirst();
  }

  /** Takes the first of a key away; answers whether another one may begin. */
  public boolean removeFirst(String key) {
    Deque<T> queue = queues.get(key);
    if (queue == null) {
      throw new IllegalStateException("nothing waits of the key " + key);
    }
    queue.removeFirst();
    size--;
    if (queue.isEmpty()) {
      queues.remove(key);
      return false;
    }
    return true;
  }

  /** How many wait, those that are worked on included. */
  public int size() {
    return size;
  }
}
