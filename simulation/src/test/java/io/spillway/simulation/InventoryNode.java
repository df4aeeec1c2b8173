package io.spillway.simulation;

import io.spillway.inventory.InventoryFlow;
import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.AnswerMessage;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.CommandParser;
import io.spillway.inventory.core.LineDecision;
import io.spillway.inventory.port.FlowObserver;
import io.spillway.inventory.port.Outcomes;
import io.spillway.order.core.OrderMessages;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The batch writer of one shard: settle, answer, commit the offsets. It may fail or die between any
 * two of these, and begins again at its committed offsets then, or at older ones.
 */
final class InventoryNode implements Node {
  private final SimulatedPipeline world;
  private final int shard;
  private final SplittableRandom random;
  private final FaultPlan faults;
  private final Trace trace;
  private final List<Cursor<InventoryCommand>> sources = new ArrayList<>();
  private final InventoryFlow flow;

  InventoryNode(
      SimulatedPipeline world, int shard, SplittableRandom random, FaultPlan faults, Trace trace) {
    this.world = world;
    this.shard = shard;
    this.random = random;
    this.faults = faults;
    this.trace = trace;
    int each =
        SimulatedPipeline.PARTITIONING.inventoryPartitions()
            / SimulatedPipeline.PARTITIONING.shards();
    for (int i = 0; i < each; i++) {
      sources.add(new Cursor<>(world.inventory, shard * each + i));
    }
    InstantSource time = () -> world.now;
    this.flow =
        new InventoryFlow(
            new FaultyLedger(world, faults),
            new LossyOutcomes(),
            new Unobserved(),
            time.withZone(ZoneOffset.UTC));
  }

  @Override
  public boolean hasWork() {
    return sources.stream().anyMatch(Cursor::hasNext);
  }

  @Override
  public void replay() {
    sources.forEach(source -> source.rewindTo(0));
  }

  @Override
  public void step() {
    List<Arrival> batch = new ArrayList<>();
    for (Cursor<InventoryCommand> source : sources) {
      for (int i = random.nextInt(6); i > 0 && source.hasNext(); i--) {
        batch.add(new Arrival(CommandParser.parse(source.next()), null));
      }
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      flow.settle(shard, batch);
      if (faults.strikes(12)) {
        throw new InjectedFault("the offsets were not committed");
      }
      sources.forEach(Cursor::commit);
      trace.add(() -> "inventory " + shard + " settles " + batch.size());
    } catch (InjectedFault fault) {
      trace.add(() -> "inventory " + shard + " dies: " + fault.getMessage());
      sources.forEach(Cursor::restart);
    } catch (Exception e) {
      throw new AssertionError("shard " + shard + " cannot settle " + batch, e);
    }
    if (faults.strikes(40)) {
      // A zombie that held an older assignment, or an operator who reset the group.
      sources.forEach(source -> source.rewindTo(random.nextInt(source.committed() + 1)));
    }
  }

  /** Publishes what it can; may die after any answer. */
  private final class LossyOutcomes implements Outcomes {
    @Override
    public void publish(List<Answer> answers) {
      for (Answer answer : answers) {
        AnswerMessage.of(answer).ifPresent(this::publish);
      }
    }

    private void publish(InventoryOutcome outcome) {
      world.outcomes.append(
          SimulatedPipeline.orderPartition(outcome.getOrderId()), OrderMessages.of(outcome));
      if (faults.strikes(40)) {
        throw new InjectedFault("the rest of the answers was not published");
      }
    }
  }

  private static final class Unobserved implements FlowObserver {
    @Override
    public void committed(List<LineDecision> settlements, Duration transaction) {}

    @Override
    public void answered(List<LineDecision> settlements) {}
  }
}
