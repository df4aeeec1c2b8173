package io.spillway.order.adapter.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.spillway.order.OrderConfig;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.GroupContact;
import io.spillway.runtime.kafka.StateRepair;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The saga, running. Thread-safe. */
public final class OrderStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderStreams.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final Clock clock;
  private final Duration rebalanceGrace;
  private final Duration session;
  private final boolean leaves;
  private final int threads;
  private final PartitionProgress progress;

  private volatile boolean everRan;
  private volatile Instant restlessSince;

  /** Told of a failure that only a new process can mend. */
  @FunctionalInterface
  public interface FatalListener {
    /** The saga has ended for good. */
    void fatal(String why, Throwable cause);
  }

  private OrderStreams(
      OrderConfig config,
      Uuid commandsTopic,
      Clock clock,
      MeterRegistry registry,
      FatalListener listener) {
    this.clock = clock;
    this.rebalanceGrace = config.streams().rebalanceGrace();
    this.session = config.streams().sessionTimeout();
    this.leaves = config.instanceId().isEmpty();
    this.threads = config.streams().threads();
    this.progress = new PartitionProgress(config.streams().stalledAfter());
    this.restlessSince = clock.instant();
    this.streams =
        new KafkaStreams(
            OrderTopology.build(
                config.partitioning(),
                commandsTopic,
                clock,
                () -> AdaptiveCommitPolicy.of(config.streams()),
                registry),
            StreamsProperties.of(config));
    Backoff backoff =
        new Backoff(
            config.streams().backoffFirst(), config.streams().backoffMax(), new SplittableRandom());
    streams.setUncaughtExceptionHandler(
        new ThreadFailures(backoff, clock, d -> Utils.sleep(d.toMillis()), listener::fatal));
    streams.setStateListener(this::changed);
    this.metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
  }

  /**
   * Starts the threads and answers at once; partitions arrive later.
   *
   * @param commandsTopic the id of orders.commands.v1, whose offsets are remembered
   */
  public static OrderStreams start(
      OrderConfig config,
      Uuid commandsTopic,
      Clock clock,
      MeterRegistry registry,
      FatalListener listener) {
    StateRepair.removeDamaged(
        Path.of(config.streams().stateDir()), StreamsProperties.APPLICATION_ID);
    OrderStreams started = new OrderStreams(config, commandsTopic, clock, registry, listener);
    started.streams.start();
    return started;
  }

  /**
   * Up while running with all threads alive, in contact with the group and every partition moving,
   * and, once it ran, for a while when partitions move between instances.
   */
  public HealthStatus health() {
    State state = streams.state();
    Instant now = clock.instant();
    if (state == State.RUNNING) {
      return running(streams.metadataForLocalThreads(), now);
    }
    Duration restless = Duration.between(restlessSince, now);
    if (state == State.REBALANCING && everRan && restless.compareTo(rebalanceGrace) < 0) {
      return HealthStatus.up();
    }
    return HealthStatus.down(
        "the saga is "
            + state.name().toLowerCase(Locale.ROOT)
            + " for "
            + restless.toSeconds()
            + " s");
  }

  private HealthStatus running(Set<ThreadMetadata> known, Instant now) {
    List<String> complaints = new ArrayList<>();
    GroupContact.complaint(streams.metrics(), session).ifPresent(complaints::add);
    List<ThreadMetadata> alive = known.stream().filter(OrderStreams::isAlive).toList();
    if (alive.size() < threads) {
      complaints.add(alive.size() + " of " + threads + " stream threads are alive");
    }
    Map<TopicPartition, PartitionProgress.Position> positions = new HashMap<>();
    for (ThreadMetadata thread : alive) {
      for (TaskMetadata task : thread.activeTasks()) {
        task.endOffsets()
            .forEach(
                (partition, end) ->
                    positions.put(
                        partition,
                        new PartitionProgress.Position(
                            task.committedOffsets().getOrDefault(partition, -1L), end)));
      }
    }
    complaints.addAll(progress.complaints(positions, now));
    return complaints.isEmpty()
        ? HealthStatus.up()
        : HealthStatus.down(String.join("; ", complaints));
  }

  /**
   * Commits and stops. A member without a name of its own leaves the group, so that the others, or
   * its successor, need not wait for its session to end.
   */
  @Override
  public void close() {
    metrics.close();
    boolean closed =
        streams.close(
            CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(
                    leaves
                        ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                        : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    if (!closed) {
      LOG.atWarn()
          .addKeyValue("seconds", CLOSE_WITHIN.toSeconds())
          .log("the saga did not stop in time; its transaction will be rolled back");
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
        .addKeyValue("from", previous)
        .addKeyValue("to", next)
        .log("the saga's state changed");
  }

  private static boolean isAlive(ThreadMetadata thread) {
    return !thread.threadState().equals("DEAD") && !thread.threadState().equals("PENDING_SHUTDOWN");
  }
}
