package io.spillway.client.core;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which records of a partition are not finished, and so what may be committed: never past the
 * lowest of them. Not thread-safe.
 */
public final class UnfinishedOffsets {
  private static final long NONE = -1;

  private final TreeSet<Long> unfinished = new TreeSet<>();
  private long readTo = NONE;

  /** A record came. */
  public void received(long offset) {
    unfinished.add(offset);
    readTo = Math.max(readTo, offset + 1);
  }

  /** The next record has this offset or a higher one; markers of transactions are no records. */
  public void readTo(long next) {
    readTo = Math.max(readTo, next);
  }

  /** A record needs nothing more. */
  public void finished(long offset) {
    if (!unfinished.remove(offset)) {
      throw new IllegalStateException("offset " + offset + " was finished before, or never came");
    }
  }

  /** The offset to read on from after a restart; empty before anything is known. */
  public OptionalLong committable() {
    if (!unfinished.isEmpty()) {
      return OptionalLong.of(unfinished.first());
    }
    return readTo == NONE ? OptionalLong.empty() : OptionalLong.of(readTo);
  }

  /** How far the reader is ahead of what may be committed. */
  public long span() {
    return unfinished.isEmpty() ? 0 : readTo - unfinished.first();
  }

  /** How many records are not finished. */
  public int count() {
    return unfinished.size();
  }
}
