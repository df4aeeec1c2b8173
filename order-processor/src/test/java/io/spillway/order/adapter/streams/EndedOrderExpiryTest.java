package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.history;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.PartitionSet;
import io.spillway.order.core.TestOrders;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class EndedOrderExpiryTest {
  private static final Duration KEEP = Duration.ofDays(15);
  private static final Instant LATER = NOON.plus(KEEP).plusSeconds(2);
  private static final Known ENDED =
      new Ended(
          history(OrderStatus.REJECTED),
          OrderStatus.REJECTED,
          PartitionSet.none(),
          PartitionSet.none());
  private static final Known CONFIRMED =
      new Confirmed(
          history(OrderStatus.CONFIRMED),
          TestOrders.order("c", "k", List.of("a")),
          PartitionSet.of(List.of(1)),
          List.of());

  private final KeyValueStore<Bytes, byte[]> store = store();
  private final EndedOrderExpiry sweep = new EndedOrderExpiry(store, KEEP);

  @Test
  void aRunIsBoundedAndTheNextGoesOnWhereItStopped() {
    fill(0, EndedOrderExpiry.MAX_RECORDS, CONFIRMED);
    fill(EndedOrderExpiry.MAX_RECORDS, 10, ENDED);

    assertThat(sweep.run(LATER)).isZero();
    assertThat(sweep.run(LATER)).isEqualTo(10);
    assertThat(store.approximateNumEntries()).isEqualTo(EndedOrderExpiry.MAX_RECORDS);
  }

  @Test
  void afterARoundItRestsAndThenBeginsAgain() {
    assertThat(sweep.run(LATER)).isZero();
    fill(0, 3, ENDED);

    assertThat(sweep.run(LATER.plusSeconds(599))).isZero();
    assertThat(sweep.run(LATER.plusSeconds(600))).isEqualTo(3);
  }

  @Test
  void onlyWhatEndedLongerAgoIsForgotten() {
    fill(0, 3, ENDED);

    // It ended one second after noon.
    assertThat(sweep.run(NOON.plus(KEEP).plusSeconds(1))).isZero();
    assertThat(sweep.run(NOON.plus(KEEP).plus(Duration.ofMinutes(11)))).isEqualTo(3);
  }

  private void fill(int from, int count, Known state) {
    for (int n = from; n < from + count; n++) {
      store.put(
          Bytes.wrap(ByteBuffer.allocate(16).putInt(n).array()), SagaRecordCodec.write(state));
    }
  }

  private static KeyValueStore<Bytes, byte[]> store() {
    KeyValueStore<Bytes, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("any"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    return store;
  }
}
