package io.spillway.order.adapter.streams;

import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.port.OrderTimers;
import io.spillway.schemas.routing.RoutedId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deadlines in a store of Kafka Streams, earliest first: 8 bytes of milliseconds since 1970,
 * rounded up, and 16 of order id. Of one task, used by its thread.
 */
final class StoredDeadlines implements OrderTimers {
  private static final int KEY_BYTES = Long.BYTES + 16;
  private static final byte[] NOTHING = {};

  private final KeyValueStore<Bytes, byte[]> store;

  /**
   * No deadline is earlier. It saves the look at an empty store, and the walk over the graves of
   * all deadlines before.
   */
  private long earliestMillis;

  StoredDeadlines(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public void start(String orderId, Instant deadline) {
    store.put(key(orderId, deadline), NOTHING);
    earliestMillis = Math.min(earliestMillis, millis(deadline));
  }

  @Override
  public void stop(String orderId, Instant deadline) {
    store.delete(key(orderId, deadline));
  }

  /** The earliest deadlines that have passed; they stay until they are stopped. */
  List<HoldEnded> due(Instant now, int max) {
    long nowMillis = now.toEpochMilli();
    if (nowMillis < earliestMillis) {
      return List.of();
    }
    List<HoldEnded> due = new ArrayList<>();
    long next = Long.MAX_VALUE;
    try (KeyValueIterator<Bytes, byte[]> all = store.range(from(earliestMillis), null)) {
      while (all.hasNext() && next == Long.MAX_VALUE) {
        byte[] key = all.next().key.get();
        long millis = ByteBuffer.wrap(key).getLong();
        if (millis > nowMillis || due.size() == max) {
          next = millis;
        } else {
          String orderId =
              RoutedId.ofBytes(Arrays.copyOfRange(key, Long.BYTES, KEY_BYTES)).toString();
          due.add(new HoldEnded(orderId, Instant.ofEpochMilli(millis)));
        }
      }
    }
    earliestMillis = next;
    return due;
  }

  private static Bytes from(long millis) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
  }

  private static Bytes key(String orderId, Instant deadline) {
    return Bytes.wrap(
        ByteBuffer.allocate(KEY_BYTES)
            .putLong(millis(deadline))
            .put(RoutedId.parse(orderId).toBytes())
            .array());
  }

  /** Rounded up, so that a deadline of this millisecond has passed to the last nanosecond. */
  private static long millis(Instant deadline) {
    long millis = deadline.toEpochMilli();
    return deadline.isAfter(Instant.ofEpochMilli(millis)) ? millis + 1 : millis;
  }
}
