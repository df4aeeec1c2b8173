package io.spillway.simulation;

import io.spillway.order.OrderFlow;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.Decision;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.OrderState;
import io.spillway.order.port.OrderOutput;
import io.spillway.order.port.SagaStore;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * The saga of one partition. A step is one Kafka transaction: its offsets, states, timers and
 * records become visible together, or the process dies and none does.
 */
final class SagaNode implements Node {
  private static final Comparator<OrderMessage.HoldEnded> BY_DEADLINE =
      Comparator.comparing(OrderMessage.HoldEnded::deadline)
          .thenComparing(OrderMessage.HoldEnded::orderId);

  /** Of each partition; small enough to be full now and then. */
  static final int MAX_WAITING = 2;

  static final int MAX_POLL = 7;
  static final Duration PATIENCE = Duration.ofMillis(400);

  private final SimulatedPipeline world;
  private final int partition;
  private final SplittableRandom random;
  private final FaultPlan faults;
  private final Trace trace;
  private final OrderSaga saga =
      new OrderSaga(SimulatedPipeline.PARTITIONING.inventoryPartitions());
  private final Cursor<OrderMessage> intake;
  private final List<Cursor<OrderMessage>> sources;
  private final Map<String, OrderState.Known> states = new HashMap<>();
  private TreeSet<OrderMessage.HoldEnded> deadlines = new TreeSet<>(BY_DEADLINE);
  private Map<Topic, Long> commandsDecided = new EnumMap<>(Topic.class);
  private AdmissionWindow window = emptyWindow();

  SagaNode(
      SimulatedPipeline world,
      int partition,
      SplittableRandom random,
      FaultPlan faults,
      Trace trace) {
    this.world = world;
    this.partition = partition;
    this.random = random;
    this.faults = faults;
    this.trace = trace;
    this.intake = new Cursor<>(world.intake, partition);
    this.sources =
        List.of(
            intake,
            new Cursor<>(world.commands, partition),
            new Cursor<>(world.outcomes, partition));
  }

  @Override
  public boolean hasWork() {
    return sources.stream().anyMatch(Cursor::hasNext) || isDue(deadlines);
  }

  @Override
  public void replay() {
    sources.forEach(source -> source.rewindTo(0));
  }

  @Override
  public void step() {
    Transaction transaction = new Transaction();
    OrderFlow flow = new OrderFlow(saga, transaction, transaction, window);
    // As one poll: what it brings is taken, though the window may be full before its end.
    boolean held = window.isFull(world.now);
    for (int i = random.nextInt(1, MAX_POLL + 1); i > 0; i--) {
      List<Cursor<OrderMessage>> ready =
          sources.stream().filter(s -> s.hasNext() && !(held && s == intake)).toList();
      if (!ready.isEmpty()) {
        Cursor<OrderMessage> source = ready.get(random.nextInt(ready.size()));
        take(flow, source, transaction);
      }
    }
    while (isDue(transaction.timers) && random.nextInt(4) > 0) {
      OrderMessage.HoldEnded ended = transaction.timers.pollFirst();
      note(ended, flow.take(ended, world.now));
    }
    if (faults.strikes(12)) {
      trace.add(() -> "saga " + partition + " dies before its commit");
      sources.forEach(Cursor::restart);
      window = emptyWindow();
      return;
    }
    transaction.commit();
    sources.forEach(Cursor::commit);
  }

  private void take(OrderFlow flow, Cursor<OrderMessage> source, Transaction transaction) {
    Topic topic = source == intake ? Topic.ORDERS_INTAKE : Topic.ORDERS_COMMANDS;
    OrderMessage message = source.next();
    Decision step =
        message instanceof OrderMessage.Command command
            ? flow.take(command, topic, source.position() - 1, world.now)
            : flow.take(message, world.now);
    if (step instanceof Decision.Deferred) {
      transaction.appends.add(() -> world.intake.append(partition, message));
    }
    note(message, step);
  }

  private void note(OrderMessage message, Decision step) {
    trace.add(
        () ->
            "saga "
                + partition
                + ": "
                + TraceFormat.of(message)
                + " → "
                + step.getClass().getSimpleName());
    if (step instanceof Decision.Unexpected unexpected) {
      world.setAside.add(TraceFormat.of(message) + ": " + unexpected.why());
    }
  }

  private static AdmissionWindow emptyWindow() {
    return new AdmissionWindow(MAX_WAITING, PATIENCE, PATIENCE);
  }

  private boolean isDue(TreeSet<OrderMessage.HoldEnded> timers) {
    return !timers.isEmpty() && !timers.getFirst().deadline().isAfter(world.now);
  }

  /** What one transaction changes, invisible to all others until the commit. */
  private final class Transaction implements SagaStore, OrderOutput {
    private final Map<String, OrderState.Known> changed = new HashMap<>();
    private final List<Runnable> appends = new ArrayList<>();
    private final TreeSet<OrderMessage.HoldEnded> timers = new TreeSet<>(BY_DEADLINE);

    private final Map<Topic, Long> decided = new EnumMap<>(commandsDecided);

    Transaction() {
      timers.addAll(deadlines);
    }

    void commit() {
      states.putAll(changed);
      deadlines = timers;
      commandsDecided = decided;
      appends.forEach(Runnable::run);
    }

    @Override
    public OrderState find(String orderId) {
      OrderState.Known state = changed.getOrDefault(orderId, states.get(orderId));
      return state == null ? new OrderState.Absent() : state;
    }

    @Override
    public void put(String orderId, OrderState.Known state) {
      changed.put(orderId, state);
    }

    @Override
    public void startTimer(String orderId, Instant deadline) {
      timers.add(new OrderMessage.HoldEnded(orderId, deadline));
    }

    @Override
    public void stopTimer(String orderId, Instant deadline) {
      timers.remove(new OrderMessage.HoldEnded(orderId, deadline));
    }

    @Override
    public long nextCommand(Topic source) {
      return decided.getOrDefault(source, 0L);
    }

    @Override
    public void decidedUpTo(Topic source, long next) {
      decided.put(source, next);
    }

    @Override
    public void publish(OrderEvent event) {
      appends.add(() -> world.events.append(partition, event));
    }

    @Override
    public void send(InventoryCommand command) {
      appends.add(() -> world.inventory.append(TraceFormat.group(command), command));
    }

    @Override
    public void answer(CommandResult result) {
      appends.add(() -> world.results.append(partition, result));
    }

    @Override
    public void reject(OrderReject reject) {
      appends.add(() -> world.rejects.append(partition, reject));
    }
  }
}
