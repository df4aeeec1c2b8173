package io.spillway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.core.EventFilter;
import io.spillway.ingest.port.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from a place on, for those who have no Kafka. Keeps nothing of its readers: each
 * brings its place and is told the next, so any instance serves any reader. Thread-safe.
 */
public final class EventFeedFlow {
  /** A request looks through no more, whether it wants them or not. */
  private static final int MOST_SCANNED = 20_000;

  /** Readers that wait take turns at the log. */
  private static final Duration TURN = Duration.ofMillis(200);

  private final EventLog log;
  private final Semaphore readers;
  private final Counter scanned;
  private final Counter told;

  /**
   * Events, and where those that follow are.
   *
   * @param events as structured CloudEvents
   */
  public record Page(List<String> events, EventCursor next) {
    public Page {
      events = List.copyOf(events);
    }
  }

  /**
   * Reads a log.
   *
   * @param readers requests at one time
   */
  public EventFeedFlow(EventLog log, int readers, MeterRegistry metrics) {
    this.log = log;
    this.readers = new Semaphore(readers);
    this.scanned =
        Counter.builder("spillway.ingest.events.scanned")
            .description("order events read from Kafka for readers over HTTP")
            .register(metrics);
    this.told =
        Counter.builder("spillway.ingest.events.told")
            .description("order events that readers over HTTP wanted")
            .register(metrics);
  }

  /** The place that a text names, or null when it is none. */
  public @Nullable EventCursor cursor(String text) {
    return EventCursor.read(text, log.partitions());
  }

  /** Before the oldest event that is kept. */
  public EventCursor beginning() {
    return log.beginning();
  }

  /** Behind the newest event. */
  public EventCursor end() {
    return log.end();
  }

  /** Before the first events that were written at a time or later. */
  public EventCursor at(Instant time) {
    return log.at(time);
  }

  /**
   * Up to {@code limit} events behind a place. Without any it waits, and then tells how far it has
   * come; a page without events is not the end. Empty when too many read.
   */
  public Optional<Page> read(EventFilter filter, EventCursor from, int limit, Duration wait) {
    if (!readers.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(page(filter, from, limit, wait));
    } finally {
      readers.release();
    }
  }

  private Page page(EventFilter filter, EventCursor from, int limit, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    List<String> events = new ArrayList<>();
    EventCursor at = from;
    int seen = 0;
    while (true) {
      EventLog.Slice slice = log.read(at, TURN);
      at = take(slice, filter, limit, events);
      seen += slice.entries().size();
      boolean over = slice.entries().isEmpty() && System.nanoTime() - deadline >= 0;
      if (!events.isEmpty() || over || seen >= MOST_SCANNED) {
        told.increment(events.size());
        return new Page(events, at);
      }
    }
  }

  /** Takes what is wanted of a slice, up to the limit; answers the place behind that. */
  private EventCursor take(
      EventLog.Slice slice, EventFilter filter, int limit, List<String> events) {
    EventCursor next = slice.end();
    boolean full = false;
    for (EventLog.Entry entry : slice.entries()) {
      if (full) {
        // The first one that is left of its partition.
        if (entry.offset() < next.offsets().get(entry.partition())) {
          next = next.with(entry.partition(), entry.offset());
        }
        continue;
      }
      scanned.increment();
      if (filter.wants(entry.event())) {
        events.add(entry.json().get());
        full = events.size() == limit;
      }
    }
    return next;
  }
}
