package io.spillway.runtime.kafka;

import io.spillway.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a service may set of its Kafka Streams application.
 *
 * @param application id: names the group, the state directory and the changelogs
 * @param instanceId for static membership in the group; empty for none
 * @param stateDir of this process alone; rebuilt from Kafka when lost
 * @param rocksDbMemoryBytes of all stores together, write buffers included
 * @param rebalanceGrace partitions may move or be restored for so long
 * @param stalledAfter a partition with records that commits nothing for longer is unhealthy
 */
public record StreamsHostConfig(
    String application,
    String instanceId,
    int threads,
    Duration commitInterval,
    Path stateDir,
    Duration sessionTimeout,
    Duration transactionTimeout,
    int standbyReplicas,
    long rocksDbMemoryBytes,
    long rocksDbWriteBufferBytes,
    Duration rebalanceGrace,
    Duration stalledAfter,
    Duration backoffFirst,
    Duration backoffMax) {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final long MIB = 1L << 20;

  /** Reads the settings under {@code prefix}; the caller checks them. */
  public static StreamsHostConfig from(
      Settings s, String prefix, String application, String instanceId) {
    String at = prefix + ".";
    StreamsHostConfig config =
        new StreamsHostConfig(
            application,
            instanceId,
            s.count(at + "threads", 1, 64),
            s.duration(at + "commit-interval", Duration.ofMillis(5), Duration.ofSeconds(5)),
            Path.of(s.text(at + "state-dir")),
            s.duration(at + "session-timeout", Duration.ofSeconds(6), Duration.ofMinutes(5)),
            s.duration(at + "transaction-timeout", Duration.ofSeconds(1), Duration.ofMinutes(15)),
            s.count(at + "standby-replicas", 0, 3),
            s.bytes(at + "rocksdb-memory", 8 * MIB, 65_536 * MIB),
            s.bytes(at + "rocksdb-write-buffers", 4 * MIB, 32_768 * MIB),
            s.duration(at + "rebalance-grace", Duration.ofSeconds(1), Duration.ofHours(1)),
            s.duration(at + "stalled-after", Duration.ofSeconds(5), Duration.ofHours(1)),
            s.duration(at + "backoff-first", MILLI, Duration.ofMinutes(1)),
            s.duration(at + "backoff-max", MILLI, Duration.ofMinutes(10)));
    if (config.rocksDbWriteBufferBytes >= config.rocksDbMemoryBytes) {
      s.violation(
          at + "rocksdb-write-buffers",
          config.rocksDbWriteBufferBytes,
          "fewer bytes than rocksdb-memory, " + config.rocksDbMemoryBytes);
    }
    if (config.transactionTimeout.compareTo(config.commitInterval) <= 0) {
      s.violation(
          at + "transaction-timeout",
          config.transactionTimeout,
          "longer than commit-interval, " + config.commitInterval);
    }
    if (config.backoffFirst.compareTo(config.backoffMax) > 0) {
      s.violation(
          at + "backoff-first", config.backoffFirst, "at most backoff-max, " + config.backoffMax);
    }
    return config;
  }
}
