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
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.codec.Times;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every change of a product to the caches. Each instance reads the whole topic, from where it
 * ends at the start: nothing is held then. What may have been missed is put in doubt.
 */
public final class ProductFeed implements TailingConsumer.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(ProductFeed.class);

  /** Changes that Redis is told of at one time. */
  private static final int CHANGES = 500;

  private final ProductFlow products;
  private final Counter unreadable;

  public ProductFeed(ProductFlow products, MeterRegistry metrics) {
    this.products = products;
    this.unreadable =
        Counter.builder("spillway.ingest.products.changes.unreadable")
            .description("product changes that cannot be decoded")
            .register(metrics);
  }

  /** Properties of the consumer that this is for. */
  public static Map<String, Object> properties(KafkaConfig kafka) {
    Map<String, Object> properties = TailingConsumer.properties(kafka, "ingest-api-products");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CHANGES);
    return properties;
  }

  @Override
  public void gap() {
    products.gap();
  }

  /** Waits until the caches know: so many changes at one time are all that Redis has to take. */
  @Override
  public void take(Iterable<ConsumerRecord<byte[], byte[]>> records) {
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
      products.changed(List.copyOf(newest.values()));
    }
    unknown.forEach(products::forget);
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
}
