package io.spillway.ingest.adapter.redis;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices a server that fails: open after so many failures in a row, closed again by one success.
 * Whoever asks decides when to probe an open one. Thread-safe.
 */
final class CircuitBreaker {
  private final int failuresToOpen;
  private final AtomicInteger failuresInARow = new AtomicInteger();

  CircuitBreaker(int failuresToOpen) {
    this.failuresToOpen = failuresToOpen;
  }

  /** Notes a call that was answered. */
  void succeeded() {
    // Read first: while all is well, callers on many cores do not fight for the counter.
    if (failuresInARow.get() != 0) {
      failuresInARow.set(0);
    }
  }

  /** Notes a call that failed or was not answered in time. */
  void failed() {
    failuresInARow.incrementAndGet();
  }

  /** Whether the server is to be left alone. */
  boolean open() {
    return failuresInARow.get() >= failuresToOpen;
  }
}
