package io.spillway.runtime.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic, without a group, from where it ends: each instance of a service wants every
 * record from now on, and none from before. One daemon thread, which outlives outages of the
 * brokers; after whatever may have hidden a record it says so.
 */
public final class TailingConsumer implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailingConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final String what;
  private final Consumer<byte[], byte[]> consumer;
  private final Duration timeout;
  private final Reader reader;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile HealthStatus status = HealthStatus.up();

  /** What is done with the records. Called by one thread at a time. */
  @FunctionalInterface
  public interface Reader {
    /** Takes what one poll brought, never null; these records are lost when it throws. */
    void take(Iterable<ConsumerRecord<byte[], byte[]>> records);

    /** Records may exist that were not taken: at the start, after a failure, and at the end. */
    default void gap() {}
  }

  private TailingConsumer(
      String what, Consumer<byte[], byte[]> consumer, Duration timeout, Reader reader) {
    this.what = what;
    this.consumer = consumer;
    this.timeout = timeout;
    this.reader = reader;
    this.thread =
        Thread.ofPlatform().daemon().name("tail-" + what.replace(' ', '-')).unstarted(this::run);
  }

  /** Properties of a consumer that leaves no gap in silence. */
  public static Map<String, Object> properties(KafkaConfig kafka, String clientId) {
    Map<String, Object> properties = KafkaClients.reader(kafka, clientId);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return properties;
  }

  /**
   * Goes to the topic's end and reads on from there. When this returns, no record from now on is
   * missed.
   *
   * @param what is read, in the plural, for health and logs
   * @param consumers makes the consumer, with {@link #properties}
   * @throws KafkaException when no broker tells the end within {@code timeout}; nothing stays open
   */
  public static TailingConsumer start(
      String what,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Partitioning partitioning,
      Topic topic,
      Duration timeout,
      Reader reader) {
    List<TopicPartition> partitions =
        IntStream.range(0, partitioning.partitions(topic))
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .toList();
    Consumer<byte[], byte[]> consumer = consumers.get();
    TailingConsumer tail = new TailingConsumer(what, consumer, timeout, reader);
    try {
      consumer.assign(partitions);
      tail.toEnd(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    reader.gap();
    tail.thread.start();
    return tail;
  }

  /** Always up, for a service does without these records; says so when it has to. */
  @Override
  public HealthStatus check() {
    return thread.isAlive() ? status : degraded(what + " are not read any more");
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
      LOG.atDebug().addKeyValue("what", what).log("stopped reading");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.gap();
    }
  }

  /** A broker that is down makes polls empty; what is thrown is worth another try, and a line. */
  private void pollOnce() throws InterruptedException {
    try {
      reader.take(consumer.poll(POLL));
      status = HealthStatus.up();
    } catch (WakeupException e) {
      throw e;
    } catch (InvalidOffsetException e) {
      afterGap(e);
    } catch (RuntimeException e) {
      // Whatever it was, a record may have been lost in it.
      reader.gap();
      failed(e);
    }
  }

  /** Records were deleted before they were read, or the topic was made anew. */
  private void afterGap(InvalidOffsetException e) throws InterruptedException {
    LOG.atWarn().setCause(e).addKeyValue("what", what).log("records were missed");
    try {
      toEnd(e.partitions());
    } catch (WakeupException stop) {
      throw stop;
    } catch (KafkaException again) {
      failed(again);
    }
    reader.gap();
  }

  private void failed(RuntimeException e) throws InterruptedException {
    status = degraded(what + " cannot be read: " + e);
    LOG.atWarn().setCause(e).addKeyValue("what", what).log("reading failed; trying again");
    Thread.sleep(AFTER_FAILURE);
  }

  /** Seeking alone is put off until the next poll, which may come after the first record. */
  private void toEnd(Collection<TopicPartition> partitions) {
    consumer.seekToEnd(partitions);
    partitions.forEach(partition -> consumer.position(partition, timeout));
  }

  private static HealthStatus degraded(String why) {
    return new HealthStatus(true, "degraded: " + why);
  }
}
