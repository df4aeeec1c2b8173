package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The audit topic, in the order in which it was written. */
public interface AuditTopic {
  /** Offsets, the end exclusive. */
  record Extent(long from, long to) {}

  /** Gets one record; what it lacks is empty. */
  @FunctionalInterface
  interface Sink {
    void take(long offset, byte[] key, byte[] value);
  }

  /** What the topic holds now; written since a time where one is given, and some more before it. */
  Extent extent(@Nullable Instant since) throws UnavailableException, InterruptedException;

  /**
   * Hands on every record.
   *
   * @param offsetsRead told how many offsets are behind
   */
  void read(Extent extent, Sink sink, LongConsumer offsetsRead)
      throws UnavailableException, InterruptedException;
}
