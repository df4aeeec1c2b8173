package io.spillway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.spillway.inventory.core.StockKey;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.simulation.invariant.Invariants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backlog of orders, and an inventory that does not answer, or not for all of its shards. */
class HeldIntakeTest {
  private static final String TENANT = "acme";
  private static final int PARTITIONS = SimulatedPipeline.PARTITIONING.orderPartitions();
  private static final int MOST_WAITING =
      PARTITIONS * (SagaNode.MAX_WAITING + SagaNode.MAX_POLL - 1);

  private final SimulatedPipeline world = new SimulatedPipeline();
  private final Trace trace = new Trace(false);
  private final List<SagaNode> sagas = new ArrayList<>();
  private final List<InventoryNode> inventory = new ArrayList<>();
  private final List<OrderStoreNode> stores = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom();

  @Test
  void noMoreOrdersAreTakenThanTheWindowAndOnePollAllow() {
    start(1);
    IntStream.range(0, 300).forEach(n -> submit(n, List.of(skuOf(0), skuOf(1))));

    Instant end = world.now.plus(SagaNode.PATIENCE.minusMillis(1));
    for (; world.now.isBefore(end); world.now = world.now.plusMillis(1)) {
      sagas.forEach(SagaNode::step);
    }

    assertThat(orders(OrderStatus.RESERVING))
        .isBetween(PARTITIONS * SagaNode.MAX_WAITING, MOST_WAITING);
    world.now = world.now.plus(SagaNode.PATIENCE);
    sagas.forEach(SagaNode::step);
    assertThat(orders(OrderStatus.RESERVING))
        .as("orders that nobody answers do not hold the others for ever")
        .isGreaterThan(PARTITIONS * SagaNode.MAX_WAITING);

    drain();
    Invariants.AT_REST.forEach(invariant -> invariant.check(world.facts()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ordersOfOtherShardsSettleWhileOneIsDown(long seed) {
    start(seed);
    IntStream.range(0, 300).forEach(n -> submit(n, List.of(skuOf(n % 3 == 0 ? 1 : 0))));

    // Each patience lets a window of orders in, of which two thirds are answered.
    Instant end = world.now.plus(SagaNode.PATIENCE.multipliedBy(60));
    List<Node> up = new ArrayList<>(sagas);
    up.add(inventory.get(0));
    while (world.now.isBefore(end)) {
      up.get(random.nextInt(up.size())).step();
      world.now = world.now.plusMillis(random.nextInt(20));
    }

    assertThat(orders(OrderStatus.CONFIRMED)).isEqualTo(200);
    assertThat(orders(OrderStatus.RESERVING)).isEqualTo(100);
    drain();
    assertThat(orders(OrderStatus.CONFIRMED)).isEqualTo(300);
    Invariants.AT_REST.forEach(invariant -> invariant.check(world.facts()));
  }

  private void start(long seed) {
    random = new SplittableRandom(seed);
    FaultPlan faults = new FaultPlan(random);
    faults.heal();
    for (int i = 0; i < PARTITIONS; i++) {
      sagas.add(new SagaNode(world, i, random, faults, trace));
      stores.add(new OrderStoreNode(world, i, random, faults));
    }
    for (int shard = 0; shard < SimulatedPipeline.PARTITIONING.shards(); shard++) {
      inventory.add(new InventoryNode(world, shard, random, faults, trace));
      stock(skuOf(shard));
    }
  }

  private void drain() {
    List<Node> nodes = new ArrayList<>(sagas);
    nodes.addAll(inventory);
    nodes.addAll(stores);
    for (int steps = 0; nodes.stream().anyMatch(Node::hasWork); steps++) {
      assertThat(steps).isLessThan(100_000);
      nodes.get(random.nextInt(nodes.size())).step();
      world.now = world.now.plusMillis(1);
    }
  }

  private int orders(OrderStatus status) {
    return (int)
        world.eventsByOrder().values().stream()
            .map(List::getLast)
            .map(OrderEvent::getStatus)
            .filter(status::equals)
            .count();
  }

  private void submit(int n, List<String> skus) {
    String customer = "customer-" + n;
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(RoutedId.ofOrder(TENANT, customer, "k-" + n).toString())
            .setTenant(TENANT)
            .setCustomerId(customer)
            .setCurrency("GBP")
            .setPlacedAt(Times.timestamp(world.now))
            .setAcceptedAt(Times.timestamp(world.now))
            .setTotalAmount(100L * skus.size());
    for (String sku : skus) {
      order.addLines(OrderLine.newBuilder().setSku(sku).setQuantity(1).setUnitAmount(100));
    }
    Submitted message = new Submitted(order.build(), ByteString.copyFromUtf8(customer));
    world.accepted.put(message.orderId(), message);
    world.intake.append(SimulatedPipeline.orderPartition(message.orderId()), message);
  }

  private void stock(String sku) {
    AdjustStock adjust =
        AdjustStock.newBuilder()
            .setAdjustmentId(RoutedId.ofAdjustment(TENANT, sku, "opening").toString())
            .setTenant(TENANT)
            .setSku(sku)
            .setDelta(10_000)
            .setReference("opening")
            .build();
    world.inventory.append(
        SimulatedPipeline.stockPartition(new StockKey(TENANT, sku)),
        InventoryCommand.newBuilder().setAdjust(adjust).build());
  }

  /** Its stock is in the shard. */
  private static String skuOf(int shard) {
    int each =
        SimulatedPipeline.PARTITIONING.inventoryPartitions()
            / SimulatedPipeline.PARTITIONING.shards();
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> "S" + n)
        .filter(s -> SimulatedPipeline.stockPartition(new StockKey(TENANT, s)) / each == shard)
        .findFirst()
        .orElseThrow();
  }
}
