package io.spillway.order.adapter.kafka;

import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.RecordReader;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads public events, and only those whose row belongs to the shard of their partition. */
final class OrderEventReader implements RecordReader<OrderEvent> {
  private static final ProtoSerde<OrderEvent> SERDE =
      ProtoSerde.of(OrderEvent.getDefaultInstance());

  private final Partitioning partitioning;

  OrderEventReader(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

  @Override
  public OrderEvent read(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      throw new PoisonException("the record has no value");
    }
    OrderEvent event = SERDE.parse(value);
    RoutedId id = RoutedId.parse(event.getOrderId());
    if (!event.hasOrder() || !event.getOrder().getOrderId().equals(event.getOrderId())) {
      throw new PoisonException("the event does not carry its order");
    }
    if (event.getVersion() < 1) {
      throw new PoisonException("version " + event.getVersion() + " is below 1");
    }
    if (event.getStatus() == OrderStatus.ORDER_STATUS_UNSPECIFIED
        || event.getStatus() == OrderStatus.UNRECOGNIZED) {
      throw new PoisonException("unknown status " + event.getStatusValue());
    }
    int expected = partitioning.partition(Topic.ORDERS_EVENTS, id.slot());
    if (record.partition() != expected) {
      throw new PoisonException(
          "in partition " + record.partition() + ", but the order belongs to " + expected);
    }
    return event;
  }
}
