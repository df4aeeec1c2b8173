package io.spillway.order.adapter.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.order.OrderConfig;
import io.spillway.order.OrderStoreFlow;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.runtime.loop.FatalListener;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.runtime.loop.Received;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** The order store, running: public events into rows, each shard on its own. Thread-safe. */
public final class OrderStoreLoop implements AutoCloseable {
  private static final String NAME = "order-store";

  private final ShardedBatchLoop<OrderEvent> loop;
  private final Producer<byte[], byte[]> deadLetterProducer;

  private OrderStoreLoop(
      ShardedBatchLoop<OrderEvent> loop, Producer<byte[], byte[]> deadLetterProducer) {
    this.loop = loop;
    this.deadLetterProducer = deadLetterProducer;
  }

  /** Starts consuming; the listener hears of a failure that only a new process can mend. */
  public static OrderStoreLoop start(
      OrderConfig config,
      OrderStoreFlow flow,
      Clock clock,
      MeterRegistry metrics,
      FatalListener listener) {
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(config.kafka(), NAME + "-dlq"));
    ShardedBatchLoop<OrderEvent> loop =
        new ShardedBatchLoop<OrderEvent>(
                loopConfig(config),
                new KafkaConsumer<>(consumer(config)),
                new OrderEventReader(config.partitioning(), config.store().settleWait()),
                (shard, batch) -> flow.store(shard, batch.stream().map(Received::message).toList()),
                new HandlerFailures(),
                new DeadLetters(producer, Topic.ORDER_STORE_DLQ, NAME, clock, metrics),
                clock,
                metrics)
            .onFatal(listener);
    loop.start();
    return new OrderStoreLoop(loop, producer);
  }

  /** Down when a shard cannot be written to, or when nothing moves. */
  public HealthStatus health() {
    return loop.health();
  }

  @Override
  public void close() {
    loop.close();
    deadLetterProducer.close();
  }

  private static Map<String, Object> consumer(OrderConfig config) {
    Map<String, Object> properties =
        KafkaClients.batchConsumer(config.kafka(), NAME, NAME, config.store().fetchWait());
    if (!config.instanceId().isEmpty()) {
      properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
    }
    return properties;
  }

  private static LoopConfig loopConfig(OrderConfig config) {
    Partitioning partitioning = config.partitioning();
    OrderConfig.Store store = config.store();
    return new LoopConfig(
        NAME,
        List.of(Topic.ORDERS_EVENTS),
        partition -> shard(partition, partitioning),
        partitioning.shards(),
        store.maxBatchRecords(),
        store.maxBatchBytes(),
        store.maxQueuedRecords(),
        store.backoffFirst(),
        store.backoffMax(),
        store.commitEvery(),
        store.stalledAfter());
  }

  private static int shard(TopicPartition partition, Partitioning partitioning) {
    return SlotMap.shardOfPartition(
        partition.partition(), partitioning.orderPartitions(), partitioning.shards());
  }
}
