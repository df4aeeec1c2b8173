package io.spillway.order;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.soldOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReleased;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.Step;
import io.spillway.order.core.TestOrders;
import io.spillway.order.port.OrderOutput;
import io.spillway.order.port.OrderStates;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many orders against an inventory that answers in its own time, refuses now and then, and, like
 * everything that delivers at least once, says things twice. Each seed is another interleaving.
 */
class OrderFlowRandomTest {
  private static final int PARTITIONS = 8;
  private static final int ORDERS = 12;

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void allLinesOrNoneWhateverTheOrderOfThings(int seed) {
    World world = new World(new SplittableRandom(seed));

    world.runUntilQuiet();

    world.orders.forEach(world::checkEnd);
    assertThat(world.unexpected).isEmpty();
  }

  /**
   * The saga's inputs and outputs; a command's queue per group keeps order, as a partition does.
   */
  private static final class World implements OrderStates, OrderOutput {
    final SplittableRandom random;
    final Map<String, OrderState> states = new HashMap<>();
    final Map<String, List<OrderEvent>> events = new HashMap<>();
    final List<List<InventoryCommand>> partitions = new ArrayList<>();
    final int[] position = new int[PARTITIONS];
    int redeliveries = 30;
    final Map<String, Holding> holdings = new HashMap<>();
    final List<OrderMessage> inbox = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    final List<Step> unexpected = new ArrayList<>();
    final OrderFlow flow = new OrderFlow(new OrderSaga(PARTITIONS), this, this);

    enum Holding {
      HELD,
      REFUSED,
      RELEASED,
      VOID
    }

    World(SplittableRandom random) {
      this.random = random;
      IntStream.range(0, PARTITIONS).forEach(_ -> partitions.add(new ArrayList<>()));
      for (int i = 0; i < ORDERS; i++) {
        List<String> skus =
            random.ints(random.nextInt(1, 7), 0, 40).mapToObj(n -> "S" + n).toList();
        Order order = TestOrders.order("c" + random.nextInt(3), "k" + i, skus);
        orders.add(order);
        inbox.add(TestOrders.submitted(order));
      }
    }

    void runUntilQuiet() {
      int steps = 0;
      while (!inbox.isEmpty() || IntStream.range(0, PARTITIONS).anyMatch(this::hasWork)) {
        assertThat(steps++).as("steps").isLessThan(10_000);
        int choice = random.nextInt(PARTITIONS + 1);
        if (choice < PARTITIONS) {
          work(choice);
        } else if (!inbox.isEmpty()) {
          deliver();
        }
      }
    }

    void deliver() {
      OrderMessage message = inbox.get(random.nextInt(inbox.size()));
      if (random.nextInt(4) > 0) {
        inbox.remove(message);
      }
      Step step = flow.take(message, NOON);
      if (!(step instanceof Step.Advanced || step instanceof Step.Duplicate)) {
        unexpected.add(step);
      }
      checkAlways(message.orderId());
    }

    boolean hasWork(int partition) {
      return position[partition] < partitions.get(partition).size();
    }

    void work(int partition) {
      if (redeliveries > 0 && position[partition] > 0 && random.nextInt(10) == 0) {
        redeliveries--;
        position[partition] -= random.nextInt(1, position[partition] + 1);
      }
      if (hasWork(partition)) {
        inbox.add(carryOut(partitions.get(partition).get(position[partition]++)));
      }
    }

    OrderMessage carryOut(InventoryCommand command) {
      if (command.hasReserve()) {
        String id = command.getReserve().getOrderId();
        int group = command.getReserve().getGroup();
        Holding was = holdings.get(id + group);
        if (was == null) {
          was = random.nextInt(5) == 0 ? Holding.REFUSED : Holding.HELD;
          holdings.put(id + group, was);
        }
        // What is released was held once, and a command that comes again is answered as before.
        return was == Holding.HELD || was == Holding.RELEASED
            ? new GroupReserved(id, group)
            : new GroupRefused(id, group, List.of(soldOut(0, "S")));
      }
      String id = command.getRelease().getOrderId();
      int group = command.getRelease().getGroup();
      holdings.merge(
          id + group, Holding.VOID, (was, _) -> was == Holding.HELD ? Holding.RELEASED : was);
      return new GroupReleased(id, group);
    }

    void checkAlways(String orderId) {
      List<OrderEvent> said = events.getOrDefault(orderId, List.of());
      for (int i = 0; i < said.size(); i++) {
        assertThat(said.get(i).getVersion()).isEqualTo(i + 1);
      }
      assertThat(said).as("one creation and at most one end").hasSizeBetween(1, 2);
      assertThat(said.getFirst().getStatus()).isEqualTo(OrderStatus.RESERVING);
    }

    void checkEnd(Order order) {
      OrderEvent last = events.get(order.getOrderId()).getLast();
      List<Holding> ends =
          IntStream.range(0, PARTITIONS)
              .mapToObj(group -> holdings.get(order.getOrderId() + group))
              .filter(java.util.Objects::nonNull)
              .toList();
      switch (last.getStatus()) {
        case CONFIRMED -> assertThat(ends).containsOnly(Holding.HELD);
        case REJECTED -> {
          assertThat(ends).doesNotContain(Holding.HELD).contains(Holding.REFUSED);
          OrderState.Rejected end = (OrderState.Rejected) states.get(order.getOrderId());
          assertThat(end.pending().isEmpty()).isTrue();
          assertThat(end.releasing().isEmpty()).isTrue();
        }
        default -> throw new AssertionError(order.getOrderId() + " never ended");
      }
    }

    @Override
    public OrderState find(String orderId) {
      return states.getOrDefault(orderId, new OrderState.Absent());
    }

    @Override
    public void put(String orderId, OrderState.Known state) {
      OrderState before = states.put(orderId, state);
      if (before instanceof OrderState.Confirmed || before instanceof OrderState.Rejected) {
        assertThat(state.getClass()).isEqualTo(before.getClass());
      }
    }

    @Override
    public void publish(OrderEvent event) {
      events.computeIfAbsent(event.getOrderId(), _ -> new ArrayList<>()).add(event);
    }

    @Override
    public void send(InventoryCommand command) {
      int group =
          command.hasReserve() ? command.getReserve().getGroup() : command.getRelease().getGroup();
      partitions.get(group).add(command);
    }
  }
}
