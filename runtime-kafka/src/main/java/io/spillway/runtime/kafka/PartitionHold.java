package io.spillway.runtime.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Leaves partitions of a Kafka Streams application unread while a condition holds. Streams has no
 * means for it: it pauses whole topologies, or a partition whose buffer is full. The condition is
 * asked before each poll. Thread-safe, as the condition has to be.
 *
 * <p>The records that a poll brought are processed before the next one, so up to {@code
 * max.poll.records} of each thread go on when the condition begins to hold. An application with
 * held partitions needs {@code max.task.idle.ms = -1}, or its tasks wait for them.
 */
public final class PartitionHold implements KafkaClientSupplier {
  /** A thread that has not polled for so long holds nothing: it is gone, or stands still. */
  private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

  private final Predicate<TopicPartition> condition;
  private final LongSupplier nanos;
  private final Map<TopicPartition, Long> heldAt = new ConcurrentHashMap<>();

  /** Holds each partition for as long as the condition says. */
  public PartitionHold(Predicate<TopicPartition> condition) {
    this(condition, System::nanoTime);
  }

  PartitionHold(Predicate<TopicPartition> condition, LongSupplier nanos) {
    this.condition = condition;
    this.nanos = nanos;
  }

  public static PartitionHold none() {
    return new PartitionHold(_ -> false);
  }

  /** Those of an assignment that the next poll is to leave unread. */
  Set<TopicPartition> decide(Set<TopicPartition> assignment) {
    Set<TopicPartition> held = new HashSet<>();
    for (TopicPartition partition : assignment) {
      if (condition.test(partition)) {
        held.add(partition);
        heldAt.put(partition, nanos.getAsLong());
      } else {
        heldAt.remove(partition);
      }
    }
    return held;
  }

  /** Whether the last poll of its thread left the partition unread. */
  public boolean isHeld(TopicPartition partition) {
    Long at = heldAt.get(partition);
    return at != null && isFresh(at);
  }

  public int size() {
    return (int) heldAt.values().stream().filter(this::isFresh).count();
  }

  private boolean isFresh(long at) {
    return nanos.getAsLong() - at < FRESH_NANOS;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return HoldingConsumer.of(consumer(config), this);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
