package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderState;
import io.spillway.order.port.SagaStore;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Three stores of Kafka Streams: 16 bytes of order id to a {@code SagaRecord}; deadlines, earliest
 * first, as 8 bytes of milliseconds since 1970, rounded up, and 16 of order id; and the offsets of
 * the commands under the ids of their topics, since one that was made anew begins at 0 again. Of
 * one task, used by its thread.
 */
final class StreamsSagaStore implements SagaStore {
  private static final OrderState ABSENT = new OrderState.Absent();
  private static final int KEY_BYTES = Long.BYTES + 16;
  private static final byte[] NOTHING = {};

  private final KeyValueStore<Bytes, byte[]> orders;
  private final KeyValueStore<Bytes, byte[]> deadlines;
  private final KeyValueStore<Bytes, byte[]> progress;
  private final Map<Topic, Bytes> topicIds = new EnumMap<>(Topic.class);

  /**
   * No deadline is earlier. It saves the look at an empty store, and the walk over the graves of
   * all deadlines before.
   */
  private long earliestMillis;

  StreamsSagaStore(
      KeyValueStore<Bytes, byte[]> orders,
      KeyValueStore<Bytes, byte[]> deadlines,
      KeyValueStore<Bytes, byte[]> progress,
      Map<Topic, Uuid> topicIds) {
    this.orders = orders;
    this.deadlines = deadlines;
    this.progress = progress;
    topicIds.forEach(
        (topic, id) -> this.topicIds.put(topic, Bytes.wrap(id.toString().getBytes(UTF_8))));
  }

  @Override
  public OrderState find(String orderId) {
    byte @Nullable [] bytes = orders.get(key(orderId));
    return bytes == null ? ABSENT : SagaRecordCodec.read(bytes);
  }

  @Override
  public void put(String orderId, OrderState.Known state) {
    orders.put(key(orderId), SagaRecordCodec.write(state));
  }

  @Override
  public void startTimer(String orderId, Instant deadline) {
    deadlines.put(key(orderId, deadline), NOTHING);
    earliestMillis = Math.min(earliestMillis, millis(deadline));
  }

  @Override
  public void stopTimer(String orderId, Instant deadline) {
    deadlines.delete(key(orderId, deadline));
  }

  @Override
  public long nextCommand(Topic source) {
    byte @Nullable [] bytes = progress.get(idOf(source));
    return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  @Override
  public void decidedUpTo(Topic source, long nextCommand) {
    progress.put(idOf(source), ByteBuffer.allocate(Long.BYTES).putLong(nextCommand).array());
  }

  private Bytes idOf(Topic source) {
    return Objects.requireNonNull(topicIds.get(source), "a topic with commands");
  }

  /** The earliest deadlines that have passed; they stay until they are stopped. */
  List<HoldEnded> due(Instant now, int max) {
    long nowMillis = now.toEpochMilli();
    if (nowMillis < earliestMillis) {
      return List.of();
    }
    List<HoldEnded> due = new ArrayList<>();
    long next = Long.MAX_VALUE;
    try (KeyValueIterator<Bytes, byte[]> all = deadlines.range(from(earliestMillis), null)) {
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

  private static Bytes key(String orderId) {
    return Bytes.wrap(RoutedId.parse(orderId).toBytes());
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
