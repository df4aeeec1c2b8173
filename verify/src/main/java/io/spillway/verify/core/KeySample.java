package io.spillway.verify.core;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A uniform sample of the keys offered, of bounded size whatever their number: those whose hash
 * with the seed is lowest. Thread-safe.
 */
public final class KeySample {
  private final int size;
  private final long seed;
  private final TreeMap<Long, String> lowest = new TreeMap<>();

  /** Keeps {@code size} keys; another seed keeps others. */
  public KeySample(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  public synchronized void offer(String key) {
    long hash = Digests.numbers(seed, Digests.text(key));
    if (lowest.size() < size || hash < lowest.lastKey()) {
      lowest.put(hash, key);
      if (lowest.size() > size) {
        lowest.pollLastEntry();
      }
    }
  }

  public synchronized Collection<String> keys() {
    return List.copyOf(lowest.values());
  }
}
