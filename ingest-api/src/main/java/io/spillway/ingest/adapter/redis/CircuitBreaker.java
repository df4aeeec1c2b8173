package io.spillway.ingest.adapter.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Leaves a failing server alone for a while: after so many failures in a row it lets one call pass
 * per pause, until a call succeeds. Thread-safe.
 */
final class CircuitBreaker {
  private final int failuresToOpen;
  private final long pauseNanos;
  private final LongSupplier nanoClock;
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicLong nextProbeNanos = new AtomicLong();

  CircuitBreaker(int failuresToOpen, Duration pause, LongSupplier nanoClock) {
    this.failuresToOpen = failuresToOpen;
    this.pauseNanos = pause.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Whether to call; while open, true for one caller per pause. */
  boolean allows() {
    if (!open()) {
      return true;
    }
    long now = nanoClock.getAsLong();
    long due = nextProbeNanos.get();
    return now - due >= 0 && nextProbeNanos.compareAndSet(due, now + pauseNanos);
  }

  /** Notes a call that was answered. */
  void succeeded() {
    if (failuresInARow.get() != 0) {
      failuresInARow.set(0);
    }
  }

  /** Notes a call that failed or was not answered in time. */
  void failed() {
    if (failuresInARow.incrementAndGet() == failuresToOpen) {
      nextProbeNanos.set(nanoClock.getAsLong() + pauseNanos);
    }
  }

  /** Whether the server is being left alone. */
  boolean open() {
    return failuresInARow.get() >= failuresToOpen;
  }
}
