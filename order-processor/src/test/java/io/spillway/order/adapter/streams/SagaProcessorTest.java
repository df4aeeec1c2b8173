package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.TestOrders;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SagaProcessorTest {
  private static final Partitioning PARTITIONING = Partitioning.DEFAULT;

  @Test
  void eachOutputGoesToThePartitionOfItsSlot() throws Exception {
    MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();
    for (String name :
        List.of(OrderTopology.STORE, OrderTopology.DEADLINES, OrderTopology.PROGRESS)) {
      KeyValueStore<Bytes, byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
              .withLoggingDisabled()
              .withCachingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
    SagaProcessor processor =
        new SagaProcessor(
            PARTITIONING,
            Map.of(),
            new AdmissionWindow(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Clock.fixed(NOON, ZoneOffset.UTC),
            SagaMetrics.in(new SimpleMeterRegistry()),
            () ->
                new AdaptiveCommitPolicy(
                    Duration.ofMillis(50), Duration.ofSeconds(1), System::nanoTime));
    processor.init(context);
    List<String> skus = IntStream.range(0, 30).mapToObj(n -> "sku-" + n).toList();
    for (int n = 0; n < 20; n++) {
      Order order = TestOrders.order("customer-" + n, "k-" + n, skus);
      int expected =
          PARTITIONING.partition(Topic.ORDERS_INTAKE, SlotMap.orderSlot("acme", "customer-" + n));
      context.setRecordMetadata(Topic.ORDERS_INTAKE.topicName(), expected, n);

      processor.process(
          new Record<>(order.getOrderId().getBytes(UTF_8), intake(order), NOON.toEpochMilli()));

      List<CapturedForward<? extends byte[], ? extends Outgoing>> events =
          context.forwarded(Topic.ORDERS_EVENTS.topicName());
      assertThat(events)
          .singleElement()
          .satisfies(e -> assertThat(partition(e)).isEqualTo(expected));
      var commands = context.forwarded(Topic.INVENTORY_COMMANDS.topicName());
      assertThat(commands).hasSize(PARTITIONING.inventoryPartitions());
      for (var command : commands) {
        InventoryCommand sent = InventoryCommand.parseFrom(command.record().value().value());
        assertThat(sent.getReserve().getLinesList())
            .allSatisfy(
                line ->
                    assertThat(
                            PARTITIONING.partition(
                                Topic.INVENTORY_COMMANDS, SlotMap.stockSlot("acme", line.getSku())))
                        .isEqualTo(partition(command)));
      }
      context.resetForwards();
    }
  }

  private static byte[] intake(Order order) {
    return OrderIntake.newBuilder()
        .setSubmit(SubmitOrder.newBuilder().setOrder(order).setFingerprint(TestOrders.FINGERPRINT))
        .build()
        .toByteArray();
  }

  private static int partition(CapturedForward<? extends byte[], ? extends Outgoing> forward) {
    Outgoing outgoing = forward.record().value();
    assertThat(Outgoing.PARTITIONER.partitions("any", new byte[0], outgoing, 16))
        .contains(Set.of(outgoing.partition()));
    return outgoing.partition();
  }
}
