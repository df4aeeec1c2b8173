package io.spillway.ingest.adapter.kafka;

import io.spillway.ingest.core.IntakeProgress;
import io.spillway.runtime.failure.Failures;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers, every so often, how far the intake has come. */
public final class IntakeProgressProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeProgressProbe.class);
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int ANSWER_WITHIN_SECONDS = 2;
  private static final String GROUP = "order-processor";
  private static final String INTAKE = Topic.ORDERS_INTAKE.topicName();

  private final Admin admin;
  private final Clock clock;
  private final int partitions;
  private final Consumer<IntakeProgress> observer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("intake-progress").factory());
  private boolean failing;

  private IntakeProgressProbe(
      Admin admin, Clock clock, int partitions, Consumer<IntakeProgress> observer) {
    this.admin = admin;
    this.clock = clock;
    this.partitions = partitions;
    this.observer = observer;
  }

  /** Tells an observer four times a second. The admin client stays the caller's. */
  public static IntakeProgressProbe start(
      Admin admin, Clock clock, int partitions, Consumer<IntakeProgress> observer) {
    IntakeProgressProbe probe = new IntakeProgressProbe(admin, clock, partitions, observer);
    long millis = EVERY.toMillis();
    var _ = probe.timer.scheduleWithFixedDelay(probe::ask, 0, millis, TimeUnit.MILLISECONDS);
    return probe;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void ask() {
    try {
      observer.accept(progress());
      failing = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      if (!failing) {
        LOG.atWarn()
            .setCause(Failures.cause(e))
            .log("cannot read the intake's backlog; the last shares of tenants stay");
      }
      failing = true;
    }
  }

  private IntakeProgress progress()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      wanted.put(new TopicPartition(INTAKE, partition), OffsetSpec.latest());
    }
    var committed = admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata();
    Map<TopicPartition, OffsetAndMetadata> taken =
        committed.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin.listOffsets(wanted).all().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    long appended = 0;
    long done = 0;
    for (TopicPartition partition : wanted.keySet()) {
      ListOffsetsResultInfo end = ends.get(partition);
      OffsetAndMetadata position = taken.get(partition);
      appended += end == null ? 0 : end.offset();
      done += position == null ? 0 : position.offset();
    }
    return new IntakeProgress(clock.instant(), appended, done);
  }
}
