package io.spillway.order.adapter.memory;

import io.spillway.order.port.CommandProgress;

/** An offset in a field. Not thread-safe. */
public final class InMemoryCommandProgress implements CommandProgress {
  private long next;

  @Override
  public long next() {
    return next;
  }

  @Override
  public void decidedUpTo(long offset) {
    next = offset;
  }
}
