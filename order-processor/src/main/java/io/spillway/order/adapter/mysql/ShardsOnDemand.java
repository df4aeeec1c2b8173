package io.spillway.order.adapter.mysql;

import io.spillway.runtime.sql.Shards;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The shards, opened by whoever needs them first: opening reads tables, so it fails while a server
 * is down, and a failed write is tried again. The saga beside it needs no MySQL and starts without.
 * Thread-safe.
 */
public final class ShardsOnDemand implements AutoCloseable {
  private final Opening opening;
  private @Nullable Shards opened;
  private boolean closed;

  /** Opens the shards, each time it is called. */
  @FunctionalInterface
  public interface Opening {
    /** Throws when a shard cannot be reached. */
    Shards open() throws SQLException;
  }

  /** Opens nothing yet. */
  public ShardsOnDemand(Opening opening) {
    this.opening = opening;
  }

  /** The shards; throws what opening throws, and opens anew next time. */
  synchronized Shards get() throws SQLException {
    if (closed) {
      throw new IllegalStateException("the shards are closed");
    }
    Shards shards = opened;
    if (shards == null) {
      shards = opening.open();
      opened = shards;
    }
    return shards;
  }

  @Override
  public synchronized void close() throws Exception {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
