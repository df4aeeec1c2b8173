package io.spillway.ingest.adapter.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every answer to a command and hands it to the request that waits for it. Each instance
 * reads the whole topic, without a group, from where it ends at the start: whose command an answer
 * is for is not known before. One daemon thread, which outlives outages of the brokers.
 */
public final class CommandResultReader implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandResultReader.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final CommandWaiters waiters;
  private final Counter read;
  private final Counter unreadable;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile HealthStatus status = HealthStatus.up();

  private CommandResultReader(
      Consumer<byte[], byte[]> consumer, CommandWaiters waiters, MeterRegistry metrics) {
    this.consumer = consumer;
    this.waiters = waiters;
    this.read =
        Counter.builder("spillway.ingest.command.results.read")
            .description("command results read, of all instances")
            .register(metrics);
    this.unreadable =
        Counter.builder("spillway.ingest.command.results.unreadable").register(metrics);
    this.thread = Thread.ofPlatform().daemon().name("command-results").unstarted(this::run);
  }

  /**
   * Goes to the topic's end and reads on from there. When this returns, no answer to a command sent
   * from now on is missed.
   *
   * @throws KafkaException when no broker tells the end within {@code startTimeout}
   */
  public static CommandResultReader start(
      KafkaConfig kafka,
      Partitioning partitioning,
      CommandWaiters waiters,
      Duration startTimeout,
      MeterRegistry metrics) {
    Map<String, Object> properties = KafkaClients.reader(kafka, "ingest-api-results");
    // Answers that were deleted while no broker could be read are of no use to anyone any more.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return start(
        () -> new KafkaConsumer<>(properties), partitioning, waiters, startTimeout, metrics);
  }

  static CommandResultReader start(
      Supplier<Consumer<byte[], byte[]>> open,
      Partitioning partitioning,
      CommandWaiters waiters,
      Duration startTimeout,
      MeterRegistry metrics) {
    Consumer<byte[], byte[]> consumer =
        TopicTail.open(open, partitioning, Topic.ORDERS_COMMAND_RESULTS, startTimeout);
    CommandResultReader reader = new CommandResultReader(consumer, waiters, metrics);
    reader.thread.start();
    return reader;
  }

  /** Always up, since commands are taken without answers too; says so when they are. */
  @Override
  public HealthStatus check() {
    return thread.isAlive()
        ? status
        : new HealthStatus(true, "degraded: the consumer of command results has stopped");
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    consumer.wakeup();
    thread.join(STOP_WITHIN);
  }

  private void run() {
    try (Consumer<byte[], byte[]> _ = consumer) {
      while (!stopping) {
        pollOnce();
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("consumer of command results closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("consumer of command results failed");
    }
  }

  /** A broker that is down makes polls empty; what is thrown is worth another try, and a line. */
  private void pollOnce() throws InterruptedException {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        hand(record);
      }
      status = HealthStatus.up();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      status = new HealthStatus(true, "degraded: cannot read command results: " + e);
      LOG.atWarn().setCause(e).log("cannot read command results; retrying");
      Thread.sleep(AFTER_FAILURE);
    }
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    try {
      read.increment();
      waiters.answer(CommandResult.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      unreadable.increment();
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("cannot decode a command result; skipping it");
    }
  }
}
