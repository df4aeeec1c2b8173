package io.spillway.ingest.port;

import io.spillway.ingest.core.EventCursor;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The public events of orders, kept for a while. Fails with {@link ReadException}. Thread-safe. */
public interface EventLog {
  /**
   * An event and where it is.
   *
   * @param json makes its structured CloudEvent
   */
  record Entry(int partition, long offset, OrderEvent event, Supplier<String> json) {}

  /**
   * What was read.
   *
   * @param entries each partition's in its order
   * @param end behind all of them
   */
  record Slice(List<Entry> entries, EventCursor end) {
    public Slice {
      entries = List.copyOf(entries);
    }
  }

  /** Partitions, which a cursor names one by one. */
  int partitions();

  /** Before the oldest event that is kept. */
  EventCursor beginning();

  /** Behind the newest event. */
  EventCursor end();

  /** Before the first event of each partition that was written at a time or later. */
  EventCursor at(Instant time);

  /**
   * Some events behind a place, as many as come at once; none if none come in time.
   *
   * @throws CursorExpiredException when what follows the place is not kept any more, at the latest
   *     once no other partition has more
   */
  Slice read(EventCursor from, Duration wait);

  /** A place whose events are gone, or that never was. */
  final class CursorExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CursorExpiredException(Throwable cause) {
      super("the events behind the cursor are not kept any more", cause);
    }
  }
}
