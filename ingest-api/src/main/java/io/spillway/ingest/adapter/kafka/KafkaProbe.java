package io.spillway.ingest.adapter.kafka;

import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Asks the brokers, every so often, whether each partition of the intake could be written. */
public final class KafkaProbe implements HealthCheck, AutoCloseable {
  private static final int ANSWER_WITHIN_MILLIS = 2_000;
  private static final String INTAKE = Topic.ORDERS_INTAKE.topicName();

  private final Admin admin;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kafka-probe").factory());
  private volatile HealthStatus status = HealthStatus.down("Kafka has not been asked yet");

  private KafkaProbe(Admin admin) {
    this.admin = admin;
  }

  /** Asks once, and then after every pause. The admin client stays the caller's. */
  public static KafkaProbe start(Admin admin, Duration every) {
    KafkaProbe probe = new KafkaProbe(admin);
    probe.ask();
    long millis = every.toMillis();
    var _ = probe.timer.scheduleWithFixedDelay(probe::ask, millis, millis, TimeUnit.MILLISECONDS);
    return probe;
  }

  @Override
  public HealthStatus check() {
    return status;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void ask() {
    status = answer();
  }

  private HealthStatus answer() {
    try {
      TopicDescription intake =
          Objects.requireNonNull(
              admin
                  .describeTopics(
                      List.of(INTAKE), new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
                  .allTopicNames()
                  .get()
                  .get(INTAKE));
      long headless =
          intake.partitions().stream()
              .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
              .count();
      return headless == 0
          ? HealthStatus.up()
          : HealthStatus.down(headless + " partitions of " + INTAKE + " have no leader");
    } catch (ExecutionException e) {
      return HealthStatus.down("Kafka does not answer: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HealthStatus.down("stopping");
    } catch (RuntimeException e) {
      return HealthStatus.down("Kafka cannot be asked: " + e);
    }
  }
}
