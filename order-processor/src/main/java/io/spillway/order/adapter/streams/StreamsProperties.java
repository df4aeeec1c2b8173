package io.spillway.order.adapter.streams;

import io.spillway.order.OrderConfig;
import io.spillway.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of Kafka Streams and its clients. The classic group protocol, because with the
 * streams protocol (4.3) the broker sets the session timeout, at least 45 s by default, and there
 * is no static membership: a killed instance's orders would wait that long.
 */
final class StreamsProperties {
  static final String APPLICATION_ID = "order-processor";

  /** A poll that outlasts the commit interval would put off the commit. */
  private static final int POLLS_PER_COMMIT = 5;

  private static final Duration LONGEST_COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_FETCH_BYTES = 8 << 20;
  private static final long PRODUCER_BUFFER_BYTES = 16L << 20;

  private StreamsProperties() {}

  static Properties of(OrderConfig config) {
    OrderConfig.Streams streams = config.streams();
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrap());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streams.threads());
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, safeCommitInterval(streams).toMillis());
    p.put(
        StreamsConfig.POLL_MS_CONFIG,
        Math.max(1, streams.commitInterval().toMillis() / POLLS_PER_COMMIT));
    p.put(StreamsConfig.STATE_DIR_CONFIG, streams.stateDir());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, streams.standbyReplicas());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
    p.put(RocksDbMemory.TOTAL_BYTES, streams.rocksDbMemoryBytes());
    p.put(RocksDbMemory.WRITE_BUFFER_BYTES, streams.rocksDbWriteBufferBytes());
    // An order before what is asked of it: wait for what the broker is known to have of the other
    // topics, for it may be earlier, but not for what may yet be written.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
    // An order can be large, and these wait on the heap.
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 500);
    p.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    p.put(StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
    consumer(p, config);
    producer(p, streams);
    return p;
  }

  /**
   * Commits are asked for by the processor, see {@link AdaptiveCommitPolicy}. Kafka Streams counts
   * its own interval from its own commits only, so a short one would come between those that are
   * asked for.
   */
  private static Duration safeCommitInterval(OrderConfig.Streams streams) {
    return Collections.max(
        List.of(streams.transactionTimeout().dividedBy(4), streams.commitInterval()));
  }

  /** How long the processor may put a commit off. */
  static Duration longestCommitInterval(OrderConfig.Streams streams) {
    Duration longest =
        Collections.min(List.of(LONGEST_COMMIT_INTERVAL, safeCommitInterval(streams)));
    return Collections.max(List.of(longest, streams.commitInterval()));
  }

  private static void consumer(Properties p, OrderConfig config) {
    int session = Math.toIntExact(config.streams().sessionTimeout().toMillis());
    p.put(main(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    p.put(main(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / 4);
    // When commits are slow, each takes up to so many records along.
    p.put(main(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
    p.put(main(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), MAX_FETCH_BYTES);
    if (!config.instanceId().isEmpty()) {
      p.put(main(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
    }
  }

  private static void producer(Properties p, OrderConfig.Streams streams) {
    p.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Nobody reads a record before the commit, which sends what still waits.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
        Math.toIntExact(longestCommitInterval(streams).toMillis()));
    // A transaction may begin before the broker has finished the last one, and is asked to wait.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 20L);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        KafkaClients.MAX_RECORD_BYTES);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        Math.toIntExact(streams.transactionTimeout().toMillis()));
    // The state of an order can be as large as its intake.
    p.put(
        StreamsConfig.topicPrefix(
            org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        KafkaClients.MAX_RECORD_BYTES);
  }

  private static String main(String property) {
    return StreamsConfig.mainConsumerPrefix(property);
  }
}
