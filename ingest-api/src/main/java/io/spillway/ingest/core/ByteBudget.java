package io.spillway.ingest.core;

import java.util.concurrent.atomic.AtomicLong;

/** A bound on bytes held at one time. Thread-safe; never blocks. */
public final class ByteBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public ByteBudget(long limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limitBytes = " + limitBytes + " must be positive");
    }
    this.limit = limitBytes;
  }

  /** Takes bytes if they fit; false, and nothing taken, when they do not. */
  public boolean tryTake(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    long left = used.addAndGet(-bytes);
    if (left < 0) {
      throw new IllegalStateException("gave back " + -left + " bytes more than were taken");
    }
  }

  /** Bytes taken now. */
  public long usedBytes() {
    return used.get();
  }
}
