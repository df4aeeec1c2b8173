package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.RedriveHeaders;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way: what it says, and what was tried so far. In one thread's hands at a time,
 * handed on through {@link PartitionWork}.
 */
final class EventWork {
  /** No order's id is longer, and stores keep no more. */
  private static final int MAX_KEY_BYTES = 64;

  private static final ProtoSerde<OrderEvent> EVENTS =
      ProtoSerde.of(OrderEvent.getDefaultInstance());

  private final ConsumerRecord<byte[], byte[]> record;
  private final String key;
  private final @Nullable OrderEvent event;
  private final String unreadable;
  private final long firstOffset;

  private int attempts;
  private long firstFailureNanos;
  private @Nullable String cause;
  private boolean letterKept;
  private int letterFailures;

  private EventWork(
      ConsumerRecord<byte[], byte[]> record,
      String key,
      @Nullable OrderEvent event,
      String unreadable,
      long firstOffset) {
    this.record = record;
    this.key = key;
    this.event = event;
    this.unreadable = unreadable;
    this.firstOffset = firstOffset;
  }

  static EventWork of(ConsumerRecord<byte[], byte[]> record) {
    OrderEvent event = null;
    String unreadable = "";
    if (record.value() == null) {
      unreadable = "the record has no value; expected an OrderEvent";
    } else {
      try {
        event = EVENTS.parse(record.value());
        if (event.getVersion() < 1 || event.getOrderId().isEmpty()) {
          unreadable = "an OrderEvent without " + (event.getVersion() < 1 ? "version" : "order_id");
          event = null;
        }
      } catch (SerializationException e) {
        unreadable = "the value is no OrderEvent: " + HandlerFailures.text(e);
      }
    }
    return new EventWork(record, key(record, event), event, unreadable, firstOffset(record));
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  /** The order's id; a record that names none is alone. */
  String key() {
    return key;
  }

  /** Null when the record cannot be read; {@link #unreadable} says why. */
  @Nullable OrderEvent event() {
    return event;
  }

  String unreadable() {
    return unreadable;
  }

  /** 0 when the record cannot be read. */
  long version() {
    return event == null ? 0 : event.getVersion();
  }

  /** Where the record stood before it was redriven; its own offset when it was not. */
  long firstOffset() {
    return firstOffset;
  }

  int attempts() {
    return attempts;
  }

  /** An attempt begins. */
  void attempt() {
    attempts++;
  }

  /** An attempt failed; answers for how many nanoseconds attempts have. */
  long failedFor(long nowNanos) {
    if (attempts == 1) {
      firstFailureNanos = nowNanos;
    }
    return nowNanos - firstFailureNanos;
  }

  /** No more attempts: the record is to become a dead letter. */
  void giveUp(String why) {
    cause = why;
  }

  /** The record was not tried: it becomes a dead letter behind another one of its order. */
  void follow(String why) {
    attempts = 0;
    cause = why;
  }

  /** Why the record is to become a dead letter; null as long as it is not. */
  @Nullable String cause() {
    return cause;
  }

  boolean isLetterKept() {
    return letterKept;
  }

  void letterKept() {
    letterKept = true;
  }

  /** Counts failures to set the record aside. */
  int letterFailed() {
    return ++letterFailures;
  }

  private static String key(ConsumerRecord<byte[], byte[]> record, @Nullable OrderEvent event) {
    if (record.key() != null && record.key().length <= MAX_KEY_BYTES) {
      return new String(record.key(), UTF_8);
    }
    if (record.key() != null) {
      return "hash " + UUID.nameUUIDFromBytes(record.key());
    }
    return event == null ? "offset " + record.offset() : event.getOrderId();
  }

  private static long firstOffset(ConsumerRecord<byte[], byte[]> record) {
    String text = CloudEvent.text(record.headers(), RedriveHeaders.FIRST_OFFSET);
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : record.offset();
  }
}
