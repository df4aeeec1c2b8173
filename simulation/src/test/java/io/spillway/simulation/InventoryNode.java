package io.spillway.simulation;

import io.spillway.inventory.InventoryFlow;
import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.CommandParser;
import io.spillway.inventory.core.Verdict;
import io.spillway.inventory.port.FlowObserver;
import io.spillway.inventory.port.Outcomes;
import io.spillway.order.core.OrderMessage;
import io.spillway.schemas.inventory.v1.InventoryCommand;
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
  private final World world;
  private final int shard;
  private final SplittableRandom random;
  private final Faults faults;
  private final Trace trace;
  private final List<Cursor<InventoryCommand>> sources = new ArrayList<>();
  private final InventoryFlow flow;

  InventoryNode(World world, int shard, SplittableRandom random, Faults faults, Trace trace) {
    this.world = world;
    this.shard = shard;
    this.random = random;
    this.faults = faults;
    this.trace = trace;
    int each = World.PARTITIONING.inventoryPartitions() / World.PARTITIONING.shards();
    for (int i = 0; i < each; i++) {
      sources.add(new Cursor<>(world.inventory, shard * each + i));
    }
    InstantSource time = () -> world.now;
    this.flow =
        new InventoryFlow(
            new LedgerOfMaps(world, faults),
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
        OrderMessage message = message(answer);
        if (message != null) {
          world.outcomes.append(World.orderPartition(message.orderId()), message);
          if (faults.strikes(40)) {
            throw new InjectedFault("the rest of the answers was not published");
          }
        }
      }
    }

    private static OrderMessage message(Answer answer) {
      String order = answer.command().ref().toString();
      return switch (answer.command()) {
        case Command.Adjust _ -> null;
        case Command.Reserve reserve ->
            switch (answer.verdict()) {
              case Verdict.Reserved reserved ->
                  new OrderMessage.GroupReserved(order, reserve.group(), reserved.refusals());
              case Verdict.Refused refused ->
                  new OrderMessage.GroupRefused(order, reserve.group(), refused.refusals());
              default -> throw new AssertionError("a reservation ends as " + answer.verdict());
            };
        case Command.Release release -> new OrderMessage.GroupReleased(order, release.group());
        case Command.Fulfil fulfil -> new OrderMessage.GroupFulfilled(order, fulfil.group());
      };
    }
  }

  private static final class Unobserved implements FlowObserver {
    @Override
    public void committed(List<Verdict> verdicts, Duration transaction) {}

    @Override
    public void answered(List<Verdict> verdicts) {}
  }
}
