package io.spillway.simulation;

import com.google.protobuf.ByteString;
import io.spillway.inventory.core.StockKey;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shops with little stock and many wishes: orders with and without a hold, whole or in part; the
 * same order again because an answer was lost; another order under the same key; commands at any
 * time, some twice.
 */
final class ClientModel {
  private static final String TENANT = "acme";
  private static final int SKUS = 7;

  private final SimulatedPipeline world;
  private final SplittableRandom random;
  private final List<Submitted> submitted = new ArrayList<>();
  private final int orders;
  private int commands;

  ClientModel(SimulatedPipeline world, SplittableRandom random, int orders) {
    this.world = world;
    this.random = random;
    this.orders = orders;
    for (int i = 0; i < SKUS; i++) {
      adjust("S" + i, random.nextInt(1, 12), "opening-" + i);
    }
  }

  boolean hasWork() {
    return submitted.size() < orders || commands < 2 * orders;
  }

  void step() {
    int what = random.nextInt(20);
    if (what < 8 && submitted.size() < orders) {
      submit(order("k" + submitted.size()));
    } else if (submitted.isEmpty()) {
      submit(order("k0"));
    } else if (what < 10) {
      // The answer was lost, so the shop sends the same again.
      append(any());
    } else if (what == 10) {
      conflict(any());
    } else if (what == 11) {
      adjust("S" + random.nextInt(SKUS), random.nextInt(-4, 8), "correction-" + random.nextInt(9));
    } else {
      command(any());
    }
  }

  private Submitted any() {
    return submitted.get(random.nextInt(submitted.size()));
  }

  private void submit(Order order) {
    Submitted message = new Submitted(order, fingerprint(order));
    submitted.add(message);
    world.accepted.putIfAbsent(order.getOrderId(), message);
    append(message);
  }

  private void append(OrderMessage message) {
    world.intake.append(SimulatedPipeline.orderPartition(message.orderId()), message);
  }

  private void conflict(Submitted first) {
    Order other = first.order().toBuilder().putAttributes("other", "yes").build();
    append(new Submitted(other, fingerprint(other)));
  }

  private void command(Submitted to) {
    String id = to.orderId();
    int n = commands++;
    String commandId = random.nextInt(3) == 0 ? "c" + random.nextInt(n + 1) : "c" + n;
    OrderMessage command =
        switch (Math.floorMod(commandId.hashCode(), 9)) {
          case 0, 1, 2 -> new OrderMessage.Confirm(id, commandId);
          case 3, 4 -> new OrderMessage.Cancel(id, commandId, "changed my mind");
          case 5, 6 -> new OrderMessage.Fulfil(id, commandId);
          default ->
              new OrderMessage.ExtendHold(id, commandId, Duration.ofMillis(random.nextInt(1, 400)));
        };
    int partition = SimulatedPipeline.orderPartition(id);
    world.commands.append(partition, command);
    if (random.nextInt(5) == 0) {
      world.commands.append(partition, command);
    }
  }

  private void adjust(String sku, int delta, String reference) {
    RoutedId id = RoutedId.ofAdjustment(TENANT, sku, reference);
    AdjustStock adjust =
        AdjustStock.newBuilder()
            .setAdjustmentId(id.toString())
            .setTenant(TENANT)
            .setSku(sku)
            .setDelta(delta)
            .setReference(reference)
            .build();
    world.inventory.append(
        SimulatedPipeline.stockPartition(new StockKey(TENANT, sku)),
        InventoryCommand.newBuilder().setAdjust(adjust).build());
  }

  private Order order(String key) {
    String customer = "customer-" + random.nextInt(6);
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(RoutedId.ofOrder(TENANT, customer, key).toString())
            .setTenant(TENANT)
            .setCustomerId(customer)
            .setCurrency("GBP")
            .setAllowPartial(random.nextInt(4) == 0)
            .setPlacedAt(Times.timestamp(world.now))
            .setAcceptedAt(Times.timestamp(world.now));
    if (random.nextInt(3) == 0) {
      order.setHoldFor(
          com.google.protobuf.Duration.newBuilder().setNanos(random.nextInt(1, 900) * 1_000_000));
    }
    long total = 0;
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      // One SKU more than there is, so that some orders ask for the unknown.
      int sku = random.nextInt(20) == 0 ? SKUS : random.nextInt(SKUS);
      int quantity = random.nextInt(1, 4);
      order.addLines(
          OrderLine.newBuilder().setSku("S" + sku).setQuantity(quantity).setUnitAmount(100));
      total += quantity * 100L;
    }
    return order.setTotalAmount(total).build();
  }

  private static ByteString fingerprint(Order order) {
    return ByteString.copyFromUtf8(Integer.toHexString(order.toByteString().hashCode()));
  }
}
