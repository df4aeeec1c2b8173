package io.spillway.verify.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads partitions from one point to another without a group, so that it disturbs nobody; committed
 * records only. Keeps its consumers for the next read, since to open one takes longer than to read
 * a small partition. Thread-safe.
 */
public final class TopicScan implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STUCK_LIMIT = Duration.ofSeconds(60);
  // Clocks of producers may differ by so much from those of the orders.
  private static final Duration MARGIN = Duration.ofHours(2);

  private final KafkaConfig kafka;
  private final Queue<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

  public TopicScan(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** Offsets of a partition, the end exclusive. */
  public record Range(long from, long to) {}

  @FunctionalInterface
  public interface Sink {
    void take(ConsumerRecord<byte[], byte[]> value) throws InterruptedException;
  }

  /** A consumer for one caller at a time; closing the loan keeps it for the next. */
  Loan borrow() {
    KafkaConsumer<byte[], byte[]> consumer = idle.poll();
    return new Loan(consumer == null ? open() : consumer);
  }

  /** A consumer that goes back when closed. */
  final class Loan implements AutoCloseable {
    final KafkaConsumer<byte[], byte[]> consumer;

    private Loan(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void close() {
      // What it fetched ahead must not reach the next reader.
      consumer.unsubscribe();
      idle.add(consumer);
    }
  }

  @Override
  public void close() {
    for (KafkaConsumer<byte[], byte[]> c = idle.poll(); c != null; c = idle.poll()) {
      c.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Map<String, Object> properties = KafkaClients.reader(kafka, "spillway-cli");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
    // The next read waits for the fetch that this one leaves at the end of its partition.
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    // A position that is not there any more must not silently become another one.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(properties);
  }

  /** The partitions of a topic; none when it does not exist. */
  public static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    var found = consumer.partitionsFor(topic, Duration.ofSeconds(10));
    return found == null
        ? List.of()
        : found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  /** Number of partitions; 0 for a topic that does not exist. */
  public int partitions(Topic topic) throws UnavailableException, InterruptedException {
    try (Loan loan = borrow()) {
      return partitions(loan.consumer, topic.topicName()).size();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** All that the topics hold now. */
  public Map<TopicPartition, Range> whole(Collection<String> topics) {
    try (Loan loan = borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      List<TopicPartition> all = new ArrayList<>();
      for (String topic : topics) {
        List<TopicPartition> found = partitions(consumer, topic);
        if (found.isEmpty()) {
          throw new OperationException(
              "topic " + topic + " does not exist; ./spillway up creates it");
        }
        all.addAll(found);
      }
      Map<TopicPartition, Long> starts = consumer.beginningOffsets(all);
      Map<TopicPartition, Range> ranges = new HashMap<>();
      consumer
          .endOffsets(all)
          .forEach(
              (partition, end) ->
                  ranges.put(partition, new Range(starts.getOrDefault(partition, 0L), end)));
      return ranges;
    }
  }

  /**
   * When the oldest record was written, in epoch milliseconds, if older ones were removed; {@code
   * Long.MIN_VALUE} when none was.
   */
  long cutAt(Topic topic, int partition) throws UnavailableException, InterruptedException {
    TopicPartition of = new TopicPartition(topic.topicName(), partition);
    try (Loan loan = borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      long first = consumer.beginningOffsets(List.of(of)).getOrDefault(of, 0L);
      if (first == 0) {
        return Long.MIN_VALUE;
      }
      consumer.assign(List.of(of));
      consumer.seek(of, first);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL.multipliedBy(2))) {
        return record.timestamp();
      }
      return Long.MAX_VALUE;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** The first offset that may hold a record written since; {@code end} when none does. */
  long firstSince(TopicPartition of, long fromMillis, long end) {
    try (Loan loan = borrow()) {
      return start(loan.consumer, of, fromMillis, end);
    }
  }

  /** Hands on every record of a partition written since, to the end as it is now. */
  void since(Topic topic, int partition, long fromMillis, Sink sink)
      throws UnavailableException, InterruptedException {
    TopicPartition of = new TopicPartition(topic.topicName(), partition);
    try (Loan loan = borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      long end = consumer.endOffsets(List.of(of)).getOrDefault(of, 0L);
      Range range = new Range(start(consumer, of, fromMillis, end), end);
      if (!read(consumer, Map.of(of, range), sink, _ -> {})) {
        throw new UnavailableException("Kafka gives no records of " + of, Duration.ZERO);
      }
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Hands on every record of the ranges, those of one partition in their order.
   *
   * @param offsetsRead told how many offsets are behind, records or not
   */
  public void read(Map<TopicPartition, Range> ranges, Sink sink, LongConsumer offsetsRead)
      throws InterruptedException {
    try (Loan loan = borrow()) {
      if (!read(loan.consumer, ranges, sink, offsetsRead)) {
        throw new OperationException(
            "no records from "
                + ranges.keySet()
                + " for "
                + STUCK_LIMIT.toSeconds()
                + " s; a transaction is open, or a broker is down");
      }
    } catch (InterruptException e) {
      throw new InterruptedException();
    }
  }

  static UnavailableException failure(KafkaException e) throws InterruptedException {
    if (e instanceof InterruptException) {
      throw new InterruptedException();
    }
    return new UnavailableException(
        "Kafka does not answer (" + e.getMessage() + ") at " + Instant.now(), e);
  }

  private static long start(
      KafkaConsumer<?, ?> consumer, TopicPartition of, long fromMillis, long end) {
    if (fromMillis <= MARGIN.toMillis()) {
      return consumer.beginningOffsets(List.of(of)).getOrDefault(of, 0L);
    }
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(of, fromMillis - MARGIN.toMillis())).get(of);
    return found == null ? end : found.offset();
  }

  /** Answers false when nothing has come for too long. */
  private static boolean read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Range> ranges,
      Sink sink,
      LongConsumer offsetsRead)
      throws InterruptedException {
    Map<TopicPartition, Long> left = new HashMap<>();
    ranges.forEach(
        (partition, range) -> {
          if (range.from() < range.to()) {
            left.put(partition, range.from());
          }
        });
    long total = open(ranges, left);
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
        return false;
      }
    }
    return true;
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
      moved |= position != left.getOrDefault(partition, position);
      if (position >= ends(ranges, partition)) {
        left.remove(partition);
        consumer.pause(Set.of(partition));
      } else {
        left.put(partition, position);
      }
    }
    return moved;
  }
}
