package io.spillway.bench.adapter.jmh;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.order.core.Decision;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What every order passes through in pure code; nanoseconds an operation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
public class HotPaths {
  private static final int COMMANDS = 512;
  private static final int PARTITIONS = 8;
  private static final int SKUS = 2_500;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final ProtoSerde<OrderIntake> SERDE =
      ProtoSerde.of(OrderIntake.getDefaultInstance());

  private final OrderSaga saga = new OrderSaga(PARTITIONS);
  private final Order order = order();
  private final OrderIntake intake =
      OrderIntake.newBuilder().setSubmit(SubmitOrder.newBuilder().setOrder(order)).build();
  private final byte[] intakeBytes = intake.toByteArray();
  private final OrderMessage submitted = new OrderMessage.Submitted(order, ByteString.EMPTY);
  private final OrderState absent = new OrderState.Absent();
  private final List<Command> commands = commands();
  private final LedgerState ledger = ledger();
  private int sku;

  /** A customer's slot, from text. */
  @Benchmark
  public int slot() {
    return SlotMap.orderSlot("default", "customer-4711");
  }

  /** An order's id, from its key. */
  @Benchmark
  public RoutedId orderId() {
    return RoutedId.ofOrder("default", "customer-4711", "cart-" + sku++);
  }

  /** An intake record of two lines, from bytes. */
  @Benchmark
  public OrderIntake parse() {
    return SERDE.parse(intakeBytes);
  }

  /** An intake record of two lines, to bytes. */
  @Benchmark
  public byte[] serialize() {
    // A copy, because a message remembers its size.
    return intake.toBuilder().build().toByteArray();
  }

  /** A new order of two lines: its state, its event, its commands. */
  @Benchmark
  public Decision sagaStep() {
    return saga.decide(absent, submitted, NOW);
  }

  /** One of the 512 reservations of a batch. */
  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public io.spillway.inventory.core.Decision reservation() {
    return ReservationPolicy.decide(commands, ledger, NOW);
  }

  private static Order order() {
    Timestamp at = Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()).build();
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(RoutedId.ofOrder("default", "customer-4711", "cart-1").toString())
            .setTenant("default")
            .setCustomerId("customer-4711")
            .setCurrency("EUR")
            .putAttributes("country", "DE")
            .setPlacedAt(at)
            .setAcceptedAt(at)
            .setTotalAmount(2_000);
    for (int line = 0; line < 2; line++) {
      order.addLines(OrderLine.newBuilder().setSku(sku(line)).setQuantity(1).setUnitAmount(1_000));
    }
    return order.build();
  }

  private static List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      RoutedId id = RoutedId.ofOrder("default", "customer-" + i, "cart-" + i);
      StockKey key = new StockKey("default", sku(i * 31 % SKUS));
      commands.add(new Command.Reserve(id, 0, List.of(new Command.Line(0, key, 1)), false));
    }
    return commands;
  }

  private static LedgerState ledger() {
    Map<StockKey, StockLevel> levels = new HashMap<>();
    for (int i = 0; i < SKUS; i++) {
      StockKey key = new StockKey("default", sku(i));
      levels.put(key, new StockLevel(key, 1_000_000, 0, 1));
    }
    return new LedgerState(Map.of(), levels);
  }

  private static String sku(int number) {
    return "SKU-" + (100_000 + number);
  }
}
