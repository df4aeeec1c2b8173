package io.spillway.order.adapter.kafka;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.RecordReader;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads public events, and only those whose row belongs to the shard of their partition. An order's
 * first event is kept back for its second: one row is written instead of two.
 *
 * @param settleWait how long first events are kept back; zero for not at all
 */
public record OrderEventReader(Partitioning partitioning, Duration settleWait)
    implements RecordReader<OrderEvent> {
  private static final ProtoSerde<OrderEvent> SERDE =
      ProtoSerde.of(OrderEvent.getDefaultInstance());

  @Override
  public Duration coalesceFor(ConsumerRecord<byte[], byte[]> record) {
    return settleWait.isPositive() && isBeingReserved(record.value()) ? settleWait : Duration.ZERO;
  }

  /** Reads only the fields before the order itself, which are few; what is no event is not. */
  private static boolean isBeingReserved(byte @Nullable [] value) {
    if (value == null) {
      return false;
    }
    CodedInputStream fields = CodedInputStream.newInstance(value);
    try {
      for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        if (field == OrderEvent.STATUS_FIELD_NUMBER) {
          return fields.readEnum() == OrderStatus.RESERVING_VALUE;
        }
        if (field > OrderEvent.STATUS_FIELD_NUMBER || !fields.skipField(tag)) {
          return false;
        }
      }
    } catch (IOException e) {
      // The loop reads it in its turn and sets it aside.
    }
    return false;
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
