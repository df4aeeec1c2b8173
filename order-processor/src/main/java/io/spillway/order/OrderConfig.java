package io.spillway.order;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.schemas.routing.Partitioning;
import java.time.Duration;

/**
 * Everything the order processor is told; {@code reference.conf} explains each key.
 *
 * @param instanceId of both components as members of their groups; empty for none
 */
public record OrderConfig(
    KafkaConfig kafka,
    MysqlConfig mysql,
    Partitioning partitioning,
    String instanceId,
    Streams streams,
    Store store) {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final long MIB = 1L << 20;

  /**
   * The saga on Kafka Streams.
   *
   * @param rocksDbMemoryBytes of all stores together, write buffers included
   */
  public record Streams(
      int threads,
      Duration commitInterval,
      String stateDir,
      Duration sessionTimeout,
      Duration transactionTimeout,
      int standbyReplicas,
      long rocksDbMemoryBytes,
      long rocksDbWriteBufferBytes,
      Duration rebalanceGrace,
      Duration stalledAfter,
      Duration backoffFirst,
      Duration backoffMax) {}

  /**
   * The order store.
   *
   * @param settleWait how long the row of an order that just came waits for the order's answer;
   *     zero for not at all
   */
  public record Store(
      int maxBatchRecords,
      long maxBatchBytes,
      int maxQueuedRecords,
      Duration backoffFirst,
      Duration backoffMax,
      Duration commitEvery,
      Duration fetchWait,
      Duration settleWait,
      Duration stalledAfter) {}

  /** Reads all settings; the caller checks them. */
  public static OrderConfig from(Settings settings) {
    return new OrderConfig(
        KafkaConfig.from(settings),
        MysqlConfig.from(settings),
        PartitioningConfig.from(settings),
        settings.textOrEmpty("spillway.order.instance-id"),
        streams(settings, "spillway.order.streams."),
        store(settings, "spillway.order.store."));
  }

  private static Streams streams(Settings s, String at) {
    Streams streams =
        new Streams(
            s.count(at + "threads", 1, 64),
            s.duration(at + "commit-interval", Duration.ofMillis(5), Duration.ofSeconds(5)),
            s.text(at + "state-dir"),
            s.duration(at + "session-timeout", Duration.ofSeconds(6), Duration.ofMinutes(5)),
            s.duration(at + "transaction-timeout", Duration.ofSeconds(1), Duration.ofMinutes(15)),
            s.count(at + "standby-replicas", 0, 3),
            s.bytes(at + "rocksdb-memory", 8 * MIB, 65_536 * MIB),
            s.bytes(at + "rocksdb-write-buffers", 4 * MIB, 32_768 * MIB),
            s.duration(at + "rebalance-grace", Duration.ofSeconds(1), Duration.ofHours(1)),
            s.duration(at + "stalled-after", Duration.ofSeconds(5), Duration.ofHours(1)),
            s.duration(at + "backoff-first", MILLI, Duration.ofMinutes(1)),
            s.duration(at + "backoff-max", MILLI, Duration.ofMinutes(10)));
    if (streams.rocksDbWriteBufferBytes() >= streams.rocksDbMemoryBytes()) {
      s.violation(
          at + "rocksdb-write-buffers",
          streams.rocksDbWriteBufferBytes(),
          "fewer bytes than rocksdb-memory, " + streams.rocksDbMemoryBytes());
    }
    if (streams.transactionTimeout().compareTo(streams.commitInterval()) <= 0) {
      s.violation(
          at + "transaction-timeout",
          streams.transactionTimeout(),
          "longer than commit-interval, " + streams.commitInterval());
    }
    backoff(s, at, streams.backoffFirst(), streams.backoffMax());
    return streams;
  }

  private static Store store(Settings s, String at) {
    Store store =
        new Store(
            s.count(at + "max-batch-records", 1, 10_000),
            s.bytes(at + "max-batch-bytes", 64 * 1024, 64 * MIB),
            s.count(at + "max-queued-records", 1, 100_000),
            s.duration(at + "backoff-first", MILLI, Duration.ofMinutes(1)),
            s.duration(at + "backoff-max", MILLI, Duration.ofMinutes(10)),
            s.duration(at + "commit-every", Duration.ofMillis(10), Duration.ofMinutes(1)),
            s.duration(at + "fetch-wait", Duration.ofMillis(1), Duration.ofSeconds(5)),
            s.duration(at + "settle-wait", Duration.ZERO, Duration.ofSeconds(10)),
            LoopConfig.stalledAfter(s));
    backoff(s, at, store.backoffFirst(), store.backoffMax());
    return store;
  }

  private static void backoff(Settings s, String at, Duration first, Duration max) {
    if (first.compareTo(max) > 0) {
      s.violation(at + "backoff-first", first, "at most backoff-max, " + max);
    }
  }
}
