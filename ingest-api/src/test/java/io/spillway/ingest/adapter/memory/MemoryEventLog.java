package io.spillway.ingest.adapter.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.port.EventLog;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Events in memory, a few at a time. */
public final class MemoryEventLog implements EventLog {
  private static final int SLICE = 5;

  private final List<List<OrderEvent>> partitions = new ArrayList<>();
  private final List<Long> oldest;

  public MemoryEventLog(int partitions) {
    IntStream.range(0, partitions).forEach(_ -> this.partitions.add(new ArrayList<>()));
    this.oldest = new ArrayList<>(Collections.nCopies(partitions, 0L));
  }

  /** Appends to a partition. */
  public synchronized void append(int partition, OrderEvent event) {
    partitions.get(partition).add(event);
    notifyAll();
  }

  /** Forgets the events of a partition before an offset. */
  public synchronized void forget(int partition, long before) {
    oldest.set(partition, before);
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public synchronized EventCursor beginning() {
    return new EventCursor(oldest);
  }

  @Override
  public synchronized EventCursor end() {
    return new EventCursor(partitions.stream().map(events -> (long) events.size()).toList());
  }

  @Override
  public synchronized EventCursor at(Instant time) {
    return new EventCursor(
        partitions.stream()
            .map(
                events ->
                    events.stream()
                        .takeWhile(e -> Times.instant(e.getOccurredAt()).isBefore(time))
                        .count())
            .toList());
  }

  @Override
  public synchronized Slice read(EventCursor from, Duration wait) {
    List<Entry> entries = new ArrayList<>();
    EventCursor end = from;
    for (int partition = 0; partition < partitions.size(); partition++) {
      long at = from.offsets().get(partition);
      if (at < oldest.get(partition) || at > partitions.get(partition).size()) {
        throw new CursorExpiredException(new IllegalArgumentException("offset " + at));
      }
      while (at < partitions.get(partition).size() && entries.size() < SLICE) {
        entries.add(entry(partition, at));
        at++;
      }
      end = end.with(partition, at);
    }
    if (entries.isEmpty()) {
      try {
        wait(Math.max(1, wait.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return new Slice(entries, end);
  }

  private Entry entry(int partition, long offset) {
    OrderEvent event = partitions.get(partition).get((int) offset);
    return new Entry(
        partition,
        offset,
        event,
        () -> {
          RecordHeaders headers = new RecordHeaders();
          EventAttributes.of(event, Times.instant(event.getOccurredAt()), null).writeTo(headers);
          return EventJson.cloudEvent(event.getOrderId().getBytes(UTF_8), event, headers);
        });
  }
}
