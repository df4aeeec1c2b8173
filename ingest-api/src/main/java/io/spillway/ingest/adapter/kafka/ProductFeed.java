package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.adapter.codec.ProductMessages;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductKey;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every change of a product and hands it to the caches. Each instance reads the whole topic,
 * without a group, from where it ends at the start: nothing is held then. One daemon thread, which
 * outlives outages of the brokers; after whatever may have hidden a change it says so.
 */
public final class ProductFeed implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProductFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  /** Changes that Redis is told of at one time. */
  private static final int CHANGES = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final Duration startTimeout;
  private final ProductFlow products;
  private final Counter unreadable;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile HealthStatus status = HealthStatus.up();

  private ProductFeed(
      Consumer<byte[], byte[]> consumer,
      Duration startTimeout,
      ProductFlow products,
      MeterRegistry metrics) {
    this.consumer = consumer;
    this.startTimeout = startTimeout;
    this.products = products;
    this.unreadable =
        Counter.builder("spillway.ingest.products.changes.unreadable")
            .description("product changes that cannot be decoded")
            .register(metrics);
    this.thread = Thread.ofPlatform().daemon().name("product-feed").unstarted(this::run);
  }

  /**
   * Goes to the topic's end and reads on from there. When this returns, no change from now on is
   * missed.
   *
   * @throws KafkaException when no broker tells the end within {@code startTimeout}
   */
  public static ProductFeed start(
      KafkaConfig kafka,
      Partitioning partitioning,
      ProductFlow products,
      Duration startTimeout,
      MeterRegistry metrics) {
    Map<String, Object> properties = KafkaClients.reader(kafka, "ingest-api-products");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CHANGES);
    // A position that is gone must not be left in silence: what was there is missing here.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return start(
        () -> new KafkaConsumer<>(properties), partitioning, products, startTimeout, metrics);
  }

  static ProductFeed start(
      Supplier<Consumer<byte[], byte[]>> open,
      Partitioning partitioning,
      ProductFlow products,
      Duration startTimeout,
      MeterRegistry metrics) {
    Consumer<byte[], byte[]> consumer =
        TopicTail.open(open, partitioning, Topic.CDC_PRODUCTS, startTimeout);
    ProductFeed feed = new ProductFeed(consumer, startTimeout, products, metrics);
    // What Redis holds may have changed before anybody looked here.
    products.gap();
    feed.thread.start();
    return feed;
  }

  /** Always up, since what is held is confirmed by its age too; says so when that is all. */
  @Override
  public HealthStatus check() {
    return thread.isAlive()
        ? status
        : degraded("the consumer of product changes has stopped; changes show after fresh-for");
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
      LOG.atDebug().log("consumer of product changes closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      products.gap();
    }
  }

  /** A broker that is down makes polls empty; what is thrown is worth another try, and a line. */
  private void pollOnce() throws InterruptedException {
    try {
      hand(consumer.poll(POLL));
      status = HealthStatus.up();
    } catch (WakeupException e) {
      throw e;
    } catch (InvalidOffsetException e) {
      afterGap(e);
    } catch (RuntimeException e) {
      // Whatever it was, a change may have been lost in it.
      products.gap();
      status = degraded("cannot read product changes: " + e);
      LOG.atWarn().setCause(e).log("cannot read product changes; retrying");
      Thread.sleep(AFTER_FAILURE);
    }
  }

  /** Changes were deleted before they were read, or the topic was made anew. */
  private void afterGap(InvalidOffsetException e) throws InterruptedException {
    LOG.atWarn().setCause(e).log("missed product changes; revalidating every cached product");
    try {
      TopicTail.toEnd(consumer, e.partitions(), startTimeout);
    } catch (WakeupException stop) {
      throw stop;
    } catch (KafkaException again) {
      status = degraded("cannot read product changes: " + again);
      Thread.sleep(AFTER_FAILURE);
    }
    products.gap();
  }

  /** Waits until the caches know: so many changes at one time are all that Redis has to take. */
  private void hand(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    Map<ProductKey, CachedProduct> newest = new LinkedHashMap<>();
    Set<ProductKey> unknown = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      ProductKey key = key(record);
      CachedProduct change = key == null ? null : read(key, record);
      if (key == null) {
        unreadable.increment();
        products.gap();
      } else if (change == null) {
        unknown.add(key);
      } else {
        newest.merge(key, change, CachedProduct::newer);
      }
    }
    // After a deletion versions begin anew: whoever wants the product reads it.
    newest.keySet().removeAll(unknown);
    if (!newest.isEmpty()) {
      products.changed(List.copyOf(newest.values())).toCompletableFuture().join();
    }
    unknown.forEach(key -> products.forget(key).toCompletableFuture().join());
  }

  private static @Nullable ProductKey key(ConsumerRecord<byte[], byte[]> record) {
    String text = record.key() == null ? "" : new String(record.key(), UTF_8);
    int slash = text.indexOf('/');
    return slash <= 0 || slash == text.length() - 1
        ? null
        : new ProductKey(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Null for a row that was deleted, and for one that only its key is known of. */
  private @Nullable CachedProduct read(ProductKey key, ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = value(record);
    if (value == null) {
      return null;
    }
    try {
      RowChange change = RowChange.parseFrom(value);
      Product product = ProductMessages.product(change.getProduct());
      if (!product.key().equals(key)) {
        throw new IllegalArgumentException("the row is that of " + product.key().text());
      }
      return CachedProduct.of(key, product, Times.instant(change.getSource().getCommittedAt()));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      unreadable.increment();
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("cannot decode a product change; dropping the cached product");
      return null;
    }
  }

  @SuppressWarnings("NullAway") // a tombstone has no value, which Kafka's types do not say
  private static byte @Nullable [] value(ConsumerRecord<byte[], byte[]> record) {
    return record.value();
  }

  private static HealthStatus degraded(String why) {
    return new HealthStatus(true, "degraded: " + why);
  }
}
