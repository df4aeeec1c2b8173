package io.spillway.verify.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads partitions from one point to their present end, without a group. Keeps its consumers for
 * the next read, since to open one takes longer than to read a small partition. Thread-safe.
 */
final class PartitionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Clocks of producers may differ by so much from those of the orders.
  private static final Duration MARGIN = Duration.ofHours(2);

  private final String bootstrap;
  private final Queue<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

  PartitionReader(String bootstrap) {
    this.bootstrap = bootstrap;
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
    Map<String, Object> properties =
        KafkaClients.reader(new KafkaConfig(bootstrap), "spillway-check");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
    return new KafkaConsumer<>(properties);
  }

  /** Number of partitions; 0 for a topic that does not exist. */
  int partitions(Topic topic) throws UnavailableException, InterruptedException {
    try (Loan loan = borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      var found = consumer.partitionsFor(topic.topicName(), Duration.ofSeconds(10));
      return found == null ? 0 : found.size();
    } catch (KafkaException e) {
      throw failure(e);
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
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return record.timestamp();
      }
      return Long.MAX_VALUE;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Hands on every committed record written since, to the end as it is now. */
  void read(
      Topic topic, int partition, long fromMillis, Consumer<ConsumerRecord<byte[], byte[]>> sink)
      throws UnavailableException, InterruptedException {
    TopicPartition of = new TopicPartition(topic.topicName(), partition);
    try (Loan loan = borrow()) {
      KafkaConsumer<byte[], byte[]> consumer = loan.consumer;
      consumer.assign(List.of(of));
      long end = consumer.endOffsets(List.of(of)).getOrDefault(of, 0L);
      seek(consumer, of, fromMillis);
      long idleSince = System.nanoTime();
      while (consumer.position(of) < end) {
        long before = consumer.position(of);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          sink.accept(record);
        }
        if (consumer.position(of) > before) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince > PATIENCE.toNanos()) {
          throw new UnavailableException(
              "Kafka returns no records of " + of + " from offset " + before, Duration.ZERO);
        }
      }
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition of, long fromMillis) {
    if (fromMillis <= MARGIN.toMillis()) {
      consumer.seekToBeginning(List.of(of));
      return;
    }
    long from = fromMillis - MARGIN.toMillis();
    OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(of, from)).get(of);
    if (found == null) {
      consumer.seekToEnd(List.of(of));
    } else {
      consumer.seek(of, found.offset());
    }
  }

  static UnavailableException failure(KafkaException e) throws InterruptedException {
    if (e instanceof InterruptException) {
      throw new InterruptedException();
    }
    return new UnavailableException(
        "Kafka does not respond (" + e.getMessage() + ") at " + Instant.now(), e);
  }
}
