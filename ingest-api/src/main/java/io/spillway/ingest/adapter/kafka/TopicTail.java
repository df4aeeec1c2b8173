package io.spillway.ingest.adapter.kafka;

import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumers that read a whole topic, without a group, from where it ends: each instance of the
 * service wants every record from now on, and none from before.
 */
final class TopicTail {
  private TopicTail() {}

  /**
   * A consumer of all partitions that stands at their ends; the caller closes it. No record written
   * after this returns is missed.
   *
   * @throws org.apache.kafka.common.KafkaException when no broker tells the ends within {@code
   *     timeout}; nothing stays open then
   */
  static Consumer<byte[], byte[]> open(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Partitioning partitioning,
      Topic topic,
      Duration timeout) {
    List<TopicPartition> partitions =
        IntStream.range(0, partitioning.partitions(topic))
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .toList();
    Consumer<byte[], byte[]> consumer = consumers.get();
    try {
      consumer.assign(partitions);
      toEnd(consumer, partitions, timeout);
      return consumer;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Goes to the ends of partitions that are assigned already; errors as {@link #open}. */
  static void toEnd(
      Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, Duration timeout) {
    consumer.seekToEnd(partitions);
    // Seeking alone is put off until the next poll, which may come after the first record.
    partitions.forEach(partition -> consumer.position(partition, timeout));
  }
}
