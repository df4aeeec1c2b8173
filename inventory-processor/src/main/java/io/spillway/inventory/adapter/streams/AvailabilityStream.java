package io.spillway.inventory.adapter.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.inventory.core.AvailabilityRule;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.GroupContact;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.StateRepair;
import io.spillway.schemas.routing.Partitioning;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running availability stream.
 *
 * <p>Exactly once, because with at-least-once a crash can leave the newer state in the changelog
 * and the change it stood for unsent; the row, read again, is then no newer, and the change is
 * lost.
 */
public final class AvailabilityStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AvailabilityStream.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  /** Between the death of a thread and its replacement, so that a lasting fault does not spin. */
  private static final Duration THREAD_WAIT = Duration.ofSeconds(2);

  /** Longer than a replaced thread takes to meet a lasting fault again. */
  private static final Duration FAILURE_SHOWN = Duration.ofSeconds(60);

  private static final int TRANSACTION_TIMEOUT_MILLIS = 15_000;

  private final KafkaStreams streams;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Failure lastFailure;

  private record Failure(Instant at, String cause) {}

  /**
   * Settings of the stream.
   *
   * @param lowStock units; this many or fewer are LOW_STOCK
   * @param stateDirectory where the store is kept; rebuilt from Kafka when lost
   * @param commitEvery how often results become visible
   */
  public record Config(int lowStock, Path stateDirectory, Duration commitEvery) {}

  /** Builds the stream; it reads nothing before {@link #start}. */
  public AvailabilityStream(
      Config config,
      KafkaConfig kafka,
      Partitioning partitioning,
      Clock clock,
      MeterRegistry registry) {
    this.clock = clock;
    AvailabilityRule rule = new AvailabilityRule(config.lowStock());
    StateRepair.removeDamaged(config.stateDirectory(), AvailabilityTopology.APPLICATION);
    this.streams =
        new KafkaStreams(
            AvailabilityTopology.of(rule, partitioning, registry), properties(config, kafka));
    streams.setUncaughtExceptionHandler(this::replaceThread);
  }

  /** Starts in the background. */
  public void start() {
    streams.start();
  }

  /** Up while rows are processed or partitions are being moved, and no thread has just died. */
  public HealthStatus health() {
    Failure failure = lastFailure;
    if (failure != null && clock.instant().isBefore(failure.at().plus(FAILURE_SHOWN))) {
      return HealthStatus.down(
          "the availability thread failed at " + failure.at() + ": " + failure.cause());
    }
    KafkaStreams.State state = streams.state();
    if (state != KafkaStreams.State.RUNNING && state != KafkaStreams.State.REBALANCING) {
      return HealthStatus.down("the availability stream is " + state);
    }
    return GroupContact.complaint(streams.metrics(), KafkaClients.SESSION_TIMEOUT)
        .map(HealthStatus::down)
        .orElseGet(HealthStatus::up);
  }

  @Override
  public void close() {
    closing.countDown();
    streams.close(CLOSE_WAIT);
  }

  /**
   * What a record can do wrong is set aside by the processor: this is Kafka's fault or the disk's.
   */
  private StreamThreadExceptionResponse replaceThread(Throwable failure) {
    lastFailure = new Failure(clock.instant(), failure.toString());
    log.atError().setCause(failure).log("the availability thread failed and will be replaced");
    try {
      closing.await(THREAD_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  static Properties properties(Config config, KafkaConfig kafka) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, AvailabilityTopology.APPLICATION);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap());
    p.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitEvery().toMillis());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8L * 1024 * 1024);
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 500);
    p.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) KafkaClients.SESSION_TIMEOUT.toMillis());
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        KafkaClients.MAX_RECORD_BYTES);
    // A killed instance's open transaction hides later changes until it times out.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MILLIS);
    return p;
  }
}
