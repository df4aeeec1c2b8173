package io.spillway.order.adapter.streams;

import io.spillway.order.core.OrderState;
import io.spillway.order.port.OrderStates;
import io.spillway.schemas.routing.RoutedId;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** States in a store of Kafka Streams: 16 bytes of order id to a {@code SagaRecord}. */
final class StoredStates implements OrderStates {
  private static final OrderState ABSENT = new OrderState.Absent();

  private final KeyValueStore<Bytes, byte[]> store;

  StoredStates(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public OrderState find(String orderId) {
    byte @Nullable [] bytes = store.get(key(orderId));
    return bytes == null ? ABSENT : SagaRecordCodec.read(bytes);
  }

  @Override
  public void put(String orderId, OrderState.Known state) {
    store.put(key(orderId), SagaRecordCodec.write(state));
  }

  private static Bytes key(String orderId) {
    return Bytes.wrap(RoutedId.parse(orderId).toBytes());
  }
}
