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
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks the brokers, every so often, whether each partition of the intake could be written. */
public final class KafkaProbe implements HealthCheck, AutoCloseable {
  private static final int ANSWER_WITHIN_MILLIS = 2_000;
  private static final String INTAKE = Topic.ORDERS_INTAKE.topicName();
  private static final ConfigResource CONFIG =
      new ConfigResource(ConfigResource.Type.TOPIC, INTAKE);

  private final Admin admin;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kafka-probe").factory());
  private volatile HealthStatus status = HealthStatus.down("Kafka is not probed yet");

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
      KafkaFuture<TopicDescription> topic =
          admin
              .describeTopics(
                  List.of(INTAKE), new DescribeTopicsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
              .topicNameValues()
              .get(INTAKE);
      KafkaFuture<Config> config =
          admin
              .describeConfigs(
                  List.of(CONFIG), new DescribeConfigsOptions().timeoutMs(ANSWER_WITHIN_MILLIS))
              .values()
              .get(CONFIG);
      return judge(
          Objects.requireNonNull(topic).get(),
          Integer.parseInt(
              Objects.requireNonNull(config)
                  .get()
                  .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                  .value()));
    } catch (ExecutionException e) {
      return HealthStatus.down("Kafka does not answer: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HealthStatus.down("stopping");
    } catch (RuntimeException e) {
      return HealthStatus.down("the Kafka probe failed: " + e);
    }
  }

  /** What acks=all needs: a leader, and enough replicas in sync with it, for each partition. */
  static HealthStatus judge(TopicDescription topic, int minInSync) {
    long headless =
        topic.partitions().stream().filter(p -> p.leader() == null || p.leader().isEmpty()).count();
    if (headless > 0) {
      return HealthStatus.down(headless + " partitions of " + topic.name() + " have no leader");
    }
    long wanting = topic.partitions().stream().filter(p -> lacksReplicas(p, minInSync)).count();
    return wanting == 0
        ? HealthStatus.up()
        : HealthStatus.down(
            wanting
                + " partitions of "
                + topic.name()
                + " have fewer than min.insync.replicas="
                + minInSync
                + " in-sync replicas");
  }

  /** Brokers ask for no more replicas in sync than a partition has. */
  private static boolean lacksReplicas(TopicPartitionInfo partition, int minInSync) {
    return partition.isr().size() < Math.min(minInSync, partition.replicas().size());
  }
}
