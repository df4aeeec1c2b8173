package io.spillway.ingest.adapter.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.port.EventLog;
import io.spillway.ingest.port.ReadException;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.schemas.events.EventJson;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events from their topic, by consumers without a group that readers use in turn. They are opened
 * when they are first needed. Thread-safe.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);
  private static final int RECORDS = 500;
  private static final int FETCH_WAIT_MILLIS = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final KafkaConfig kafka;
  private final List<TopicPartition> partitions;
  private final BlockingQueue<Slot> slots;
  private final Counter unreadable;

  /** A place for a consumer, which is opened once, and again after a failure. */
  private static final class Slot {
    private final int number;
    private @Nullable Consumer<byte[], byte[]> consumer;

    Slot(int number) {
      this.number = number;
    }
  }

  /**
   * Reads with so many consumers.
   *
   * @param consumers at most
   */
  public KafkaEventLog(
      KafkaConfig kafka, Partitioning partitioning, int consumers, MeterRegistry metrics) {
    this.kafka = kafka;
    this.partitions =
        IntStream.range(0, partitioning.partitions(Topic.ORDERS_EVENTS))
            .mapToObj(number -> new TopicPartition(Topic.ORDERS_EVENTS.topicName(), number))
            .toList();
    this.slots = new ArrayBlockingQueue<>(consumers);
    IntStream.range(0, consumers).mapToObj(Slot::new).forEach(slots::add);
    this.unreadable =
        Counter.builder("spillway.ingest.events.unreadable")
            .description("order events that cannot be decoded, and so are told to no reader")
            .register(metrics);
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public EventCursor beginning() {
    return with(consumer -> cursor(consumer.beginningOffsets(partitions)::get));
  }

  @Override
  public EventCursor end() {
    return with(consumer -> cursor(consumer.endOffsets(partitions)::get));
  }

  @Override
  public EventCursor at(Instant time) {
    return with(
        consumer -> {
          Map<TopicPartition, Long> times = new HashMap<>();
          partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
          Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
          Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
          return cursor(
              partition -> {
                OffsetAndTimestamp first = found.get(partition);
                return first == null ? ends.getOrDefault(partition, 0L) : first.offset();
              });
        });
  }

  @Override
  public Slice read(EventCursor from, Duration wait) {
    return with(
        consumer -> {
          consumer.assign(partitions);
          for (TopicPartition partition : partitions) {
            consumer.seek(partition, from.offsets().get(partition.partition()));
          }
          List<Entry> entries = new ArrayList<>();
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            Entry entry = entry(record);
            if (entry != null) {
              entries.add(entry);
            }
          }
          return new Slice(entries, cursor(consumer::position));
        });
  }

  private EventCursor cursor(ToLongFunction<TopicPartition> offset) {
    return new EventCursor(partitions.stream().map(offset::applyAsLong).toList());
  }

  private @Nullable Entry entry(ConsumerRecord<byte[], byte[]> record) {
    try {
      OrderEvent event = OrderEvent.parseFrom(record.value());
      return new Entry(
          record.partition(),
          record.offset(),
          event,
          () -> EventJson.cloudEvent(record.key(), event, record.headers()));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      unreadable.increment();
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("cannot decode an order event; no reader over HTTP is told of it");
      return null;
    }
  }

  private <T> T with(Function<Consumer<byte[], byte[]>, T> use) {
    Slot slot = slot();
    try {
      Consumer<byte[], byte[]> consumer = slot.consumer;
      if (consumer == null) {
        consumer = new KafkaConsumer<>(properties(slot.number));
        slot.consumer = consumer;
      }
      return use.apply(consumer);
    } catch (OffsetOutOfRangeException e) {
      throw new CursorExpiredException(e);
    } catch (KafkaException e) {
      drop(slot);
      throw new ReadException("Kafka does not tell events: " + e.getMessage(), e);
    } finally {
      slots.add(slot);
    }
  }

  private Slot slot() {
    try {
      Slot slot = slots.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (slot != null) {
        return slot;
      }
      throw new ReadException("too many read events at one time", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadException("reading events was interrupted", e);
    }
  }

  private Map<String, Object> properties(int number) {
    Map<String, Object> properties =
        TailingConsumer.properties(kafka, "ingest-api-events-" + number);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    return properties;
  }

  private static void drop(Slot slot) {
    Consumer<byte[], byte[]> consumer = slot.consumer;
    slot.consumer = null;
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(CLOSE));
    }
  }

  /** Closes those that nobody uses. */
  @Override
  public void close() {
    for (Slot slot = slots.poll(); slot != null; slot = slots.poll()) {
      drop(slot);
    }
  }
}
