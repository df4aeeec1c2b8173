package io.spillway.runtime.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.LoggerFactory;

/** What the loop's tests share. */
final class Testing {
  static final Topic SOURCE = Topic.INVENTORY_COMMANDS;
  static final Duration PATIENCE = Duration.ofMillis(150);
  static final Topic DEAD = Topic.INVENTORY_PROCESSOR_DLQ;

  static {
    // Failures are what these tests are made of.
    ((Logger) LoggerFactory.getLogger("io.spillway.runtime.loop")).setLevel(Level.OFF);
  }

  private Testing() {}

  static TopicPartition partition(int number) {
    return new TopicPartition(SOURCE.topicName(), number);
  }

  static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return record(partition, offset, partition + "@" + offset);
  }

  static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String value) {
    return record(partition, offset, "key" + offset, value);
  }

  static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, String key, String value) {
    return new ConsumerRecord<>(
        SOURCE.topicName(), partition, offset, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  /** A record and the text in it. */
  record Received(ConsumerRecord<byte[], byte[]> source, String message) {}

  static LoopConfig config(int maxBatchRecords, int maxQueuedRecords) {
    return new LoopConfig(
        maxBatchRecords,
        1 << 20,
        maxQueuedRecords,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(100),
        Duration.ZERO,
        Duration.ofSeconds(60));
  }

  /** One worker per partition. */
  static LoopDefinition<Received> definition(int shardWorkers, BatchHandler<Received> handler) {
    return definition(shardWorkers, TopicPartition::partition, handler);
  }

  static LoopDefinition<Received> definition(
      int shardWorkers, ToIntFunction<TopicPartition> workerOf, BatchHandler<Received> handler) {
    return new LoopDefinition<>(
        "test", List.of(SOURCE), shardWorkers, workerOf, READER, handler, new HandlerFailures());
  }

  static MockProducer<byte[], byte[]> producer(boolean acknowledging) {
    return new MockProducer<>(
        acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static DeadLetters deadLetters(MockProducer<byte[], byte[]> producer, Clock clock) {
    return new DeadLetters(producer, DEAD, "tester", clock, new SimpleMeterRegistry());
  }

  /** The value as text; "unreadable…" is not. */
  static Received read(ConsumerRecord<byte[], byte[]> record) {
    String text = new String(record.value(), UTF_8);
    if (text.startsWith("unreadable")) {
      throw new SerializationException("not a message: " + text);
    }
    return new Received(record, text);
  }

  /** "early…" is kept back. */
  static Duration coalesceFor(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8).startsWith("early") ? PATIENCE : Duration.ZERO;
  }

  /** With {@link #coalesceFor}. */
  static final RecordReader<Received> READER =
      new RecordReader<>() {
        @Override
        public Received read(ConsumerRecord<byte[], byte[]> record) {
          return Testing.read(record);
        }

        @Override
        public Duration coalesceFor(ConsumerRecord<byte[], byte[]> record) {
          return Testing.coalesceFor(record);
        }
      };

  static List<String> messages(List<Received> batch) {
    return batch.stream().map(Received::message).toList();
  }
}
