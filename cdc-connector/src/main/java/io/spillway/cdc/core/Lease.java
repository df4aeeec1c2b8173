package io.spillway.cdc.core;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this process may act as the member that it takes itself for. Its group gives the work of
 * a member that is not heard of to another; a process that stood still for about so long cannot
 * know, and has lost the lease until it has joined anew. Without that it would publish rows that it
 * had read before, behind newer ones of its successor, and they would stay the last of their keys.
 * Thread-safe.
 */
public final class Lease {
  private final long longestNanos;
  private final LongSupplier nanos;
  // Guarded by this.
  private long lastTick;
  private boolean lost;

  /**
   * A lease that is held.
   *
   * @param longest standing still for this long loses it; shorter than the group's session timeout
   * @param nanos a clock that goes on while the process stands still, as {@link System#nanoTime}
   */
  public Lease(Duration longest, LongSupplier nanos) {
    this.longestNanos = longest.toNanos();
    this.nanos = nanos;
    this.lastTick = nanos.getAsLong();
  }

  /** Says that the process is awake; to be called much more often than the lease is long. */
  public synchronized void tick() {
    look();
    lastTick = nanos.getAsLong();
  }

  /** Whether the process has been awake since it joined. */
  public synchronized boolean isHeld() {
    look();
    return !lost;
  }

  /** The process is a new member, to which nothing is given yet. */
  public synchronized void joined() {
    lost = false;
    lastTick = nanos.getAsLong();
  }

  private void look() {
    lost |= nanos.getAsLong() - lastTick >= longestNanos;
  }
}
