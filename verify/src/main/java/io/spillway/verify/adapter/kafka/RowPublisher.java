package io.spillway.verify.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Rows on their cdc topics, as the change feed would publish them from a snapshot: the same key,
 * partition and event id, so whoever reads them twice recognises them.
 */
public final class RowPublisher implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  public RowPublisher(KafkaConfig kafka) {
    this.producer = new KafkaProducer<>(KafkaClients.producer(kafka, "spillway-reconcile"));
  }

  /** Publishes order rows and waits until the brokers hold them. */
  public void orders(List<OrderRow> rows) throws UnavailableException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (OrderRow row : rows) {
      RowChange change = RowChange.newBuilder().setSource(source()).setOrder(row).build();
      sent.add(
          send(
              Topic.CDC_ORDERS,
              row.getSlot(),
              row.getOrderId(),
              row.getVersion(),
              "OrderRow",
              change));
    }
    await(sent);
  }

  /** Publishes stock rows and waits until the brokers hold them. */
  public void stock(List<StockRow> rows) throws UnavailableException, InterruptedException {
    List<Future<?>> sent = new ArrayList<>();
    for (StockRow row : rows) {
      RowChange change = RowChange.newBuilder().setSource(source()).setStock(row).build();
      String key = RowKeys.stock(row.getTenant(), row.getSku());
      sent.add(send(Topic.CDC_STOCK, row.getSlot(), key, row.getVersion(), "StockRow", change));
    }
    await(sent);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }

  private Future<?> send(
      Topic topic, int slot, String key, long version, String type, RowChange change)
      throws UnavailableException {
    try {
      int partitions = producer.partitionsFor(topic.topicName()).size();
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              topic.topicName(),
              SlotMap.partition(slot, partitions),
              key.getBytes(UTF_8),
              change.toByteArray());
      event(key, version, type).writeTo(record.headers());
      return producer.send(record);
    } catch (KafkaException e) {
      throw new UnavailableException("Kafka rejects rows (" + e.getMessage() + ")", e);
    }
  }

  /** The id is that of the row's own event: the change feed and a repair tell the same. */
  static CloudEvent event(String key, long version, String type) {
    return CloudEvent.of(
        Source.RECONCILE, "io.spillway.cdc.v1." + type, key, Instant.now(), null, key, version);
  }

  /** As of a snapshot, since nothing can be told from it about the delay. */
  private static RowSource source() {
    return RowSource.newBuilder().setServer(Source.RECONCILE.text()).setSnapshot(true).build();
  }

  private static void await(List<Future<?>> sent)
      throws UnavailableException, InterruptedException {
    try {
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new UnavailableException("Kafka rejected a row (" + e.getCause() + ")", e);
    }
  }
}
