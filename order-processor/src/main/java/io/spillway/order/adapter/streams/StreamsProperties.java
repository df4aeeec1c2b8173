package io.spillway.order.adapter.streams;

import io.spillway.order.OrderConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.StreamsHost;
import io.spillway.runtime.kafka.StreamsHostConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the saga sets of Kafka Streams and its clients besides what every application has. */
public final class StreamsProperties {
  /** A poll that outlasts the commit interval would put off the commit. */
  private static final int POLLS_PER_COMMIT = 5;

  private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final int POLLS_PER_WINDOW = 3;
  private static final int MAX_POLL_RECORDS = 300;

  /**
   * Of all threads: a full admission window of orders with few lines. Each entry keeps the headers
   * of its record, which the collector copies.
   */
  private static final long STATE_CACHE_BYTES = 4L << 20;

  private static final int MAX_FETCH_BYTES = 8 << 20;
  private static final long PRODUCER_BUFFER_BYTES = 16L << 20;

  private StreamsProperties() {}

  /** All properties of the saga's application. */
  public static Properties of(OrderConfig config) {
    StreamsHostConfig streams = config.streams();
    Properties p = StreamsHost.properties(config.kafka(), streams);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, safeCommitInterval(streams).toMillis());
    p.put(
        StreamsConfig.POLL_MS_CONFIG,
        Math.max(1, streams.commitInterval().toMillis() / POLLS_PER_COMMIT));
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STATE_CACHE_BYTES);
    // No topic waits for another: a command that is read before its order is deferred, and answers
    // do not wait for an intake that is held.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        maxPollRecords(config));
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), MAX_FETCH_BYTES);
    // Nobody reads a record before the commit, which sends what still waits.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
        Math.toIntExact(longestCommitInterval(streams).toMillis()));
    // A transaction may begin before the broker has finished the last one, and is asked to wait.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 20L);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
    // The state of an order can be as large as its intake.
    p.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        KafkaClients.MAX_RECORD_BYTES);
    return p;
  }

  /** What a thread takes beyond a full admission window: a part of the window. */
  private static int maxPollRecords(OrderConfig config) {
    int window = config.admission().maxWaiting() / config.streams().threads();
    return Math.clamp(window / POLLS_PER_WINDOW, 1, MAX_POLL_RECORDS);
  }

  /**
   * Commits are asked for by the processor, see {@link AdaptiveCommitPolicy}. Kafka Streams counts
   * its own interval from its own commits only, so a short one would come between those that are
   * asked for.
   */
  private static Duration safeCommitInterval(StreamsHostConfig streams) {
    return Collections.max(
        List.of(streams.transactionTimeout().dividedBy(4), streams.commitInterval()));
  }

  /** How long the processor may put a commit off. */
  static Duration longestCommitInterval(StreamsHostConfig streams) {
    Duration longest =
        Collections.min(List.of(LONGEST_COMMIT_INTERVAL, safeCommitInterval(streams)));
    return Collections.max(List.of(longest, streams.commitInterval()));
  }
}
