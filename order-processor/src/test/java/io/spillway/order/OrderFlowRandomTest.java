package io.spillway.order;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.soldOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.adapter.memory.InMemorySagaStore;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.Decision;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderMessage.Confirm;
import io.spillway.order.core.OrderMessage.ExtendHold;
import io.spillway.order.core.OrderMessage.Fulfil;
import io.spillway.order.core.OrderMessages;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.TestOrders;
import io.spillway.order.port.OrderOutput;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesFulfilled;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.StatusChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many orders against an inventory that answers in its own time, refuses now and then, and, like
 * everything that delivers at least once, says things twice; and shops that ask for anything at any
 * time. Each seed is another interleaving.
 */
class OrderFlowRandomTest {
  private static final int PARTITIONS = 8;
  private static final int ORDERS = 12;

  /** What may follow what; a hold may also be extended. */
  private static final Map<OrderStatus, Set<OrderStatus>> LEGAL =
      new EnumMap<>(
          Map.of(
              OrderStatus.RESERVING,
              Set.of(
                  OrderStatus.RESERVED,
                  OrderStatus.CONFIRMED,
                  OrderStatus.REJECTED,
                  OrderStatus.CANCELLED),
              OrderStatus.RESERVED,
              Set.of(
                  OrderStatus.RESERVED,
                  OrderStatus.CONFIRMED,
                  OrderStatus.CANCELLED,
                  OrderStatus.EXPIRED),
              OrderStatus.CONFIRMED,
              Set.of(OrderStatus.CANCELLED, OrderStatus.FULFILLED)));

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsHeldIsWhatTheOrderSaysWhateverTheOrderOfThings(int seed) {
    World world = new World(new SplittableRandom(seed));

    world.runUntilQuiet();

    world.orders.forEach(world::checkEnd);
    assertThat(world.unexpected).isEmpty();
    assertThat(world.store.nextTimer()).isEmpty();
    assertThat(world.window.size(world.now)).isZero();
  }

  /** What other teams deduplicate by: nothing but the order and its version decides it. */
  @Test
  void theSameMessagesGiveTheSameEventsUnderTheSameIds() {
    for (int seed = 0; seed < 20; seed++) {
      World world = new World(new SplittableRandom(seed));
      World again = new World(new SplittableRandom(seed));
      world.runUntilQuiet();
      again.runUntilQuiet();

      assertThat(world.events).as("seed " + seed).hasSize(ORDERS).isEqualTo(again.events);
      world.events.forEach(
          (order, events) ->
              assertThat(events)
                  .extracting(event -> EventAttributes.of(event, Instant.EPOCH, null).id())
                  .containsExactlyElementsOf(
                      IntStream.rangeClosed(1, events.size())
                          .mapToObj(version -> order + "-" + version)
                          .toList()));
    }
  }

  @Test
  void theSeedsReachEveryEnd() {
    Set<OrderStatus> ends = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      World world = new World(new SplittableRandom(seed));
      world.runUntilQuiet();
      world.orders.forEach(order -> ends.add(world.last(order).getStatus()));
    }

    assertThat(ends)
        .containsExactlyInAnyOrder(
            OrderStatus.CONFIRMED,
            OrderStatus.REJECTED,
            OrderStatus.CANCELLED,
            OrderStatus.EXPIRED,
            OrderStatus.FULFILLED);
  }

  /** One group of an order, as the inventory has it. */
  private static final class Holding {
    final Set<Integer> lines = new HashSet<>();
    final InventoryOutcome answer;
    boolean fulfilled;

    Holding(InventoryOutcome answer) {
      this.answer = answer;
    }
  }

  /** What is around the saga; a command's queue per group keeps order, as a partition does. */
  private static final class World implements OrderOutput {
    final SplittableRandom random;
    final InMemorySagaStore store = new InMemorySagaStore();
    final Map<String, List<OrderEvent>> events = new HashMap<>();
    final Map<String, CommandResult> applied = new HashMap<>();
    final List<List<InventoryCommand>> partitions = new ArrayList<>();
    final int[] position = new int[PARTITIONS];
    final Map<String, Holding> holdings = new HashMap<>();
    final List<OrderMessage> inbox = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    final AdmissionWindow window =
        new AdmissionWindow(ORDERS, Duration.ofDays(1), Duration.ofDays(1));
    final List<Decision> unexpected = new ArrayList<>();
    final OrderFlow flow = new OrderFlow(new OrderSaga(PARTITIONS), store, this, window);
    int redeliveries = 30;
    int answers;
    Instant now = NOON;

    World(SplittableRandom random) {
      this.random = random;
      IntStream.range(0, PARTITIONS).forEach(_ -> partitions.add(new ArrayList<>()));
      for (int i = 0; i < ORDERS; i++) {
        List<String> skus =
            random.ints(random.nextInt(1, 7), 0, 40).mapToObj(n -> "S" + n).toList();
        Order order = TestOrders.order("c" + random.nextInt(3), "k" + i, skus);
        if (random.nextBoolean()) {
          order = TestOrders.held(order, Duration.ofSeconds(random.nextInt(5, 60)));
        }
        order = order.toBuilder().setAllowPartial(random.nextInt(3) == 0).build();
        orders.add(order);
        inbox.add(TestOrders.submitted(order));
        IntStream.range(0, random.nextInt(4)).forEach(_ -> inbox.add(command(orders.getLast())));
      }
    }

    private OrderMessage command(Order order) {
      String id = order.getOrderId();
      int kind = random.nextInt(4);
      String command = kind + "-" + random.nextInt(2);
      return switch (kind) {
        case 0 -> new Confirm(id, command);
        case 1 -> new Cancel(id, command, "seed");
        case 2 -> new Fulfil(id, command);
        default -> new ExtendHold(id, command, Duration.ofSeconds(30));
      };
    }

    void runUntilQuiet() {
      int steps = 0;
      while (true) {
        assertThat(steps++).as("steps").isLessThan(20_000);
        now = now.plusMillis(random.nextInt(500));
        boolean work = IntStream.range(0, PARTITIONS).anyMatch(this::hasWork);
        if (inbox.isEmpty() && !work) {
          if (store.nextTimer().isEmpty()) {
            return;
          }
          now = store.nextTimer().orElseThrow().plusMillis(random.nextInt(100));
        }
        int choice = random.nextInt(PARTITIONS + 2);
        if (choice < PARTITIONS) {
          work(choice);
        } else if (choice == PARTITIONS) {
          store.takeDue(now).forEach(this::take);
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
      int before = answers;
      take(message);
      assertThat(answers - before).isEqualTo(message instanceof OrderMessage.Command ? 1 : 0);
    }

    void take(OrderMessage message) {
      Decision step = flow.take(message, now);
      if (step instanceof Decision.Unexpected || step instanceof Decision.Conflict) {
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
        inbox.add(OrderMessages.of(carryOut(partitions.get(partition).get(position[partition]++))));
      }
    }

    InventoryOutcome carryOut(InventoryCommand command) {
      return switch (command.getCommandCase()) {
        case RESERVE -> {
          ReserveLines reserve = command.getReserve();
          String key = reserve.getOrderId() + reserve.getGroup();
          // A command that comes again is answered as before.
          yield holdings.computeIfAbsent(key, _ -> reserve(reserve)).answer;
        }
        case RELEASE -> {
          String id = command.getRelease().getOrderId();
          int group = command.getRelease().getGroup();
          holding(id, group).lines.clear();
          yield outcome(id, group).setReleased(LinesReleased.getDefaultInstance()).build();
        }
        case FULFIL -> {
          String id = command.getFulfil().getOrderId();
          int group = command.getFulfil().getGroup();
          holding(id, group).fulfilled = true;
          yield outcome(id, group).setFulfilled(LinesFulfilled.getDefaultInstance()).build();
        }
        case ADJUST, COMMAND_NOT_SET -> throw new AssertionError(command);
      };
    }

    /** What was never reserved is void: a reservation that comes later is refused. */
    private Holding holding(String id, int group) {
      return holdings.computeIfAbsent(
          id + group,
          _ ->
              new Holding(
                  outcome(id, group)
                      .setRefused(LinesRefused.newBuilder().addRefusals(soldOut(0, "S")))
                      .build()));
    }

    private Holding reserve(ReserveLines reserve) {
      List<LineRefusal> refused =
          reserve.getLinesList().stream()
              .filter(_ -> random.nextInt(6) == 0)
              .map(line -> soldOut(line.getLine(), line.getSku()))
              .toList();
      InventoryOutcome.Builder outcome = outcome(reserve.getOrderId(), reserve.getGroup());
      boolean holds =
          refused.isEmpty()
              || (reserve.getAllowPartial() && refused.size() < reserve.getLinesCount());
      if (!holds) {
        return new Holding(
            outcome.setRefused(LinesRefused.newBuilder().addAllRefusals(refused)).build());
      }
      Holding holding =
          new Holding(
              outcome.setReserved(LinesReserved.newBuilder().addAllRefusals(refused)).build());
      reserve.getLinesList().stream().map(ReservationLine::getLine).forEach(holding.lines::add);
      refused.forEach(refusal -> holding.lines.remove(refusal.getLine()));
      return holding;
    }

    private static InventoryOutcome.Builder outcome(String id, int group) {
      return InventoryOutcome.newBuilder().setOrderId(id).setGroup(group);
    }

    void checkAlways(String orderId) {
      List<OrderEvent> said = events.getOrDefault(orderId, List.of());
      for (int i = 0; i < said.size(); i++) {
        OrderEvent event = said.get(i);
        assertThat(event.getVersion()).isEqualTo(i + 1);
        assertThat(event.getHistoryList())
            .extracting(StatusChange::getStatus)
            .isEqualTo(said.subList(0, i + 1).stream().map(OrderEvent::getStatus).toList());
        if (i > 0) {
          assertThat(LEGAL.getOrDefault(said.get(i - 1).getStatus(), Set.of()))
              .contains(event.getStatus());
        }
      }
    }

    OrderEvent last(Order order) {
      return events.get(order.getOrderId()).getLast();
    }

    /** The inventory holds, or has handed over, what the last event says is kept. */
    void checkEnd(Order order) {
      OrderEvent last = last(order);
      long kept = 0;
      for (int group = 0; group < PARTITIONS; group++) {
        Holding holding = holdings.get(order.getOrderId() + group);
        if (holding != null) {
          for (int line : holding.lines) {
            kept += order.getLines(line).getQuantity() * order.getLines(line).getUnitAmount();
          }
          assertThat(holding.fulfilled && !holding.lines.isEmpty())
              .isEqualTo(last.getStatus() == OrderStatus.FULFILLED && !holding.lines.isEmpty());
        }
      }
      assertThat(last.getKeptAmount()).as(last.toString()).isEqualTo(kept);
      assertThat(last.getStatus()).isNotIn(OrderStatus.RESERVING, OrderStatus.RESERVED);
      if (store.find(order.getOrderId()) instanceof OrderState.Ended ended) {
        assertThat(ended.pending().isEmpty()).isTrue();
        assertThat(ended.releasing().isEmpty()).isTrue();
        assertThat(kept > 0).isEqualTo(last.getStatus() == OrderStatus.FULFILLED);
      }
    }

    @Override
    public void publish(OrderEvent event) {
      events.computeIfAbsent(event.getOrderId(), _ -> new ArrayList<>()).add(event);
    }

    @Override
    public void send(InventoryCommand command) {
      int group =
          switch (command.getCommandCase()) {
            case RESERVE -> command.getReserve().getGroup();
            case RELEASE -> command.getRelease().getGroup();
            case FULFIL -> command.getFulfil().getGroup();
            case ADJUST, COMMAND_NOT_SET -> throw new AssertionError(command);
          };
      partitions.get(group).add(command);
    }

    @Override
    public void answer(CommandResult result) {
      answers++;
      if (result.getVerdict() == CommandVerdict.APPLIED) {
        String key = result.getOrderId() + result.getCommandId();
        CommandResult before = applied.putIfAbsent(key, result);
        assertThat(before == null ? result : before).isEqualTo(result);
      } else {
        assertThat(applied).doesNotContainKey(result.getOrderId() + result.getCommandId());
      }
    }

    @Override
    public void reject(OrderReject reject) {
      throw new AssertionError(reject);
    }
  }
}
