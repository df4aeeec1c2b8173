package io.spillway.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka Streams application, running: exactly once, over repaired state, with its dead threads
 * replaced and its health by progress. Thread-safe.
 */
public final class StreamsHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsHost.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  private final String name;
  private final StreamsHostConfig config;
  private final PartitionHold hold;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final Clock clock;
  private final PartitionProgress progress;
  private final ThreadFailures failures;
  private final CountDownLatch closing = new CountDownLatch(1);

  private volatile boolean everRan;
  private volatile Instant restlessSince;

  /**
   * An application over repaired state that does not run yet.
   *
   * @param name what health and logs call the application
   * @param properties those of {@link #properties} and the application's own
   * @param hold partitions that are left unread at times
   * @param fatal told of a failure that does not pass; null to replace threads whatever they died
   *     of
   */
  public StreamsHost(
      String name,
      StreamsHostConfig config,
      Topology topology,
      Properties properties,
      PartitionHold hold,
      Clock clock,
      MeterRegistry registry,
      @Nullable FatalListener fatal) {
    this.name = name;
    this.config = config;
    this.hold = hold;
    this.clock = clock;
    this.progress = new PartitionProgress(config.stalledAfter());
    this.restlessSince = clock.instant();
    StateRepair.removeDamaged(config.stateDir(), config.application());
    this.streams = new KafkaStreams(topology, properties, hold);
    Backoff backoff =
        new Backoff(config.backoffFirst(), config.backoffMax(), new SplittableRandom());
    this.failures = new ThreadFailures(name, backoff, clock, this::pause, fatal);
    streams.setUncaughtExceptionHandler(failures);
    streams.setStateListener(this::changed);
    this.metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
  }

  /** Starts the threads and answers at once; partitions arrive later. */
  public StreamsHost start() {
    streams.start();
    return this;
  }

  /**
   * What every application has. Exactly once, because with at-least-once a crash can leave newer
   * state in the changelog and the record it stood for unsent. The classic group protocol, because
   * with the streams protocol (4.3) the broker sets the session timeout, at least 45 s by default,
   * and there is no static membership: a killed instance's partitions would wait that long.
   */
  public static Properties properties(KafkaConfig kafka, StreamsHostConfig config) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, config.application());
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap());
    p.put(StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
    p.putAll(KafkaClients.security(kafka));
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    p.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
    p.put(RocksDbMemory.TOTAL_BYTES, config.rocksDbMemoryBytes());
    p.put(RocksDbMemory.WRITE_BUFFER_BYTES, config.rocksDbWriteBufferBytes());
    // A record can be large, and these wait on the heap.
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 500);
    p.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    int session = Math.toIntExact(config.sessionTimeout().toMillis());
    p.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
    p.put(consumer(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / 4);
    if (!config.instanceId().isEmpty()) {
      p.put(consumer(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
    }
    p.put(producer(ProducerConfig.ACKS_CONFIG), "all");
    p.put(producer(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(producer(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), KafkaClients.MAX_RECORD_BYTES);
    // A killed instance's open transaction hides what others write until it times out.
    p.put(
        producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        Math.toIntExact(config.transactionTimeout().toMillis()));
    return p;
  }

  private static String consumer(String property) {
    return StreamsConfig.mainConsumerPrefix(property);
  }

  private static String producer(String property) {
    return StreamsConfig.producerPrefix(property);
  }

  /**
   * Up while running with all threads alive, in contact with the group and every partition moving,
   * and, once it ran, for a while when partitions move between instances.
   */
  public HealthStatus health() {
    State state = streams.state();
    Instant now = clock.instant();
    if (state == State.RUNNING) {
      List<String> complaints = complaints(now);
      return complaints.isEmpty()
          ? HealthStatus.up()
          : HealthStatus.down(String.join("; ", complaints));
    }
    Duration restless = Duration.between(restlessSince, now);
    if (state == State.REBALANCING
        && everRan
        && restless.compareTo(config.rebalanceGrace()) < 0
        && failures.complaint(now).isEmpty()) {
      return HealthStatus.up();
    }
    return HealthStatus.down(
        "the "
            + name
            + " is "
            + state.name().toLowerCase(Locale.ROOT)
            + " for "
            + restless.toSeconds()
            + " s"
            + failures.complaint(now).map(failure -> "; " + failure).orElse(""));
  }

  private List<String> complaints(Instant now) {
    List<String> complaints = new ArrayList<>();
    failures.complaint(now).ifPresent(complaints::add);
    GroupContact.complaint(streams.metrics(), config.sessionTimeout()).ifPresent(complaints::add);
    List<ThreadMetadata> alive =
        streams.metadataForLocalThreads().stream().filter(StreamsHost::isAlive).toList();
    if (alive.size() < config.threads()) {
      complaints.add(alive.size() + " of " + config.threads() + " stream threads are alive");
    }
    Map<TopicPartition, PartitionProgress.Position> positions = new HashMap<>();
    for (ThreadMetadata thread : alive) {
      for (TaskMetadata task : thread.activeTasks()) {
        task.endOffsets()
            .forEach(
                (partition, end) -> {
                  // What is held stands still on purpose.
                  if (!hold.isHeld(partition)) {
                    positions.put(
                        partition,
                        new PartitionProgress.Position(
                            task.committedOffsets().getOrDefault(partition, -1L), end));
                  }
                });
      }
    }
    complaints.addAll(progress.complaints(positions, now));
    return complaints;
  }

  /**
   * Commits and stops. A member without a name of its own leaves the group, so that the others, or
   * its successor, need not wait for its session to end.
   */
  @Override
  public void close() {
    closing.countDown();
    metrics.close();
    boolean closed =
        streams.close(
            CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(
                    config.instanceId().isEmpty()
                        ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                        : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    if (!closed) {
      LOG.atWarn()
          .addKeyValue("application", name)
          .addKeyValue("seconds", CLOSE_WITHIN.toSeconds())
          .log("stream did not stop in time; its transaction will be aborted");
    }
  }

  private void pause(Duration duration) {
    try {
      var _ = closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(State next, State previous) {
    if (previous == State.RUNNING || previous == State.CREATED) {
      restlessSince = clock.instant();
    }
    if (next == State.RUNNING) {
      everRan = true;
    }
    LOG.atInfo()
        .addKeyValue("application", name)
        .addKeyValue("from", previous)
        .addKeyValue("to", next)
        .log("stream state changed");
  }

  private static boolean isAlive(ThreadMetadata thread) {
    return !thread.threadState().equals("DEAD") && !thread.threadState().equals("PENDING_SHUTDOWN");
  }
}
