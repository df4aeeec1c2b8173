package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.OperationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads ranges of offsets without a group, so that it disturbs nobody; committed records only. */
final class RangeReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STUCK_LIMIT = Duration.ofSeconds(60);

  private final KafkaConfig kafka;

  RangeReader(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** Offsets of a partition, the end exclusive. */
  record Range(long from, long to) {}

  /** What a record is handed to. */
  @FunctionalInterface
  interface Sink {
    void take(ConsumerRecord<byte[], byte[]> value) throws InterruptedException;
  }

  /** A consumer of no group; for the caller to close. */
  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = KafkaClients.reader(kafka, "spillway-cli");
    // A position that is not there any more must not silently become another one.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(properties);
  }

  /**
   * Hands on every record of the ranges, those of one partition in their order.
   *
   * @param offsetsRead told how many offsets are behind, records or not
   */
  void read(Map<TopicPartition, Range> ranges, Sink sink, LongConsumer offsetsRead)
      throws InterruptedException {
    Map<TopicPartition, Long> left = new HashMap<>();
    ranges.forEach(
        (partition, range) -> {
          if (range.from() < range.to()) {
            left.put(partition, range.from());
          }
        });
    long total = open(ranges, left);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(left.keySet());
      left.forEach(consumer::seek);
      long lastMove = System.nanoTime();
      while (!left.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < ends(ranges, partition)) {
            sink.take(record);
          }
        }
        if (advance(consumer, ranges, left)) {
          lastMove = System.nanoTime();
          offsetsRead.accept(total - open(ranges, left));
        } else if (System.nanoTime() - lastMove > STUCK_LIMIT.toNanos()) {
          throw new OperationException(
              String.format(
                  Locale.ROOT,
                  "no records from %s for %d s; check for an open transaction or an unavailable"
                      + " broker",
                  left.keySet(),
                  STUCK_LIMIT.toSeconds()));
        }
      }
    } catch (InterruptException e) {
      throw new InterruptedException();
    }
  }

  private static long open(Map<TopicPartition, Range> ranges, Map<TopicPartition, Long> left) {
    return left.entrySet().stream().mapToLong(e -> ends(ranges, e.getKey()) - e.getValue()).sum();
  }

  private static long ends(Map<TopicPartition, Range> ranges, TopicPartition partition) {
    Range range = ranges.get(partition);
    return range == null ? 0 : range.to();
  }

  /** Notes the positions, and stops to read what has been read. */
  private static boolean advance(
      KafkaConsumer<?, ?> consumer,
      Map<TopicPartition, Range> ranges,
      Map<TopicPartition, Long> left) {
    boolean moved = false;
    for (TopicPartition partition : Map.copyOf(left).keySet()) {
      long position = consumer.position(partition);
      long end = ends(ranges, partition);
      moved |= position != left.getOrDefault(partition, position);
      if (position >= end) {
        left.remove(partition);
        consumer.pause(Set.of(partition));
      } else {
        left.put(partition, position);
      }
    }
    return moved;
  }
}
