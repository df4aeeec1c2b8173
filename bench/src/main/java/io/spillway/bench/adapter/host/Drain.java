package io.spillway.bench.adapter.host;

import io.spillway.bench.core.Measurements;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how fast something works a backlog off: from the first record that is done, so that
 * joining a group or opening connections does not count, until the backlog or the time is over.
 * Thread-safe.
 */
public final class Drain {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 2;

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong firstNanos = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();
  private volatile long uncounted;

  public void done(long records) {
    long now = System.nanoTime();
    if (firstNanos.compareAndSet(0, now)) {
      // The first batch began before the clock did.
      uncounted = records;
    }
    lastNanos.set(now);
    done.addAndGet(records);
  }

  public long count() {
    return done.get();
  }

  /**
   * Waits until all are done or the time since the first one is over.
   *
   * @throws TimeoutException when nothing happens at all
   */
  public Measurements await(long all, Duration run) throws InterruptedException, TimeoutException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (firstNanos.get() == 0) {
      if (System.nanoTime() - patience > 0) {
        throw new TimeoutException("nothing was done within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    while (done.get() < all && System.nanoTime() - firstNanos.get() < run.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    long count = done.get();
    long elapsed = Math.max(1, lastNanos.get() - firstNanos.get());
    return Measurements.ofRun(Math.max(0, count - uncounted), elapsed)
        .with(Measurements.OPERATIONS, count);
  }
}
