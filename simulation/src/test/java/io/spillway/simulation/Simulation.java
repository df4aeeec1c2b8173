package io.spillway.simulation;

import io.spillway.simulation.invariant.Invariant;
import io.spillway.simulation.invariant.Invariants;
import io.spillway.simulation.invariant.StoreFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One run: everybody moves in an order that the seed decides while things go wrong; then nothing
 * goes wrong any more and all work is done; then everything is delivered once more.
 */
final class Simulation {
  private static final int ORDERS = 14;
  private static final int MAX_STEPS = 20_000;

  private final SplittableRandom random;
  private final FaultPlan faults;
  private final Trace trace;
  private final InjectedBug bug;
  private final SimulatedPipeline world = new SimulatedPipeline();
  private final ClientModel shop;
  private final List<Node> nodes = new ArrayList<>();
  private int steps;

  Simulation(long seed, boolean traced, InjectedBug bug) {
    this.random = new SplittableRandom(seed);
    this.faults = new FaultPlan(random);
    this.trace = new Trace(traced);
    this.bug = bug;
    this.shop = new ClientModel(world, random, ORDERS);
    for (int i = 0; i < SimulatedPipeline.PARTITIONING.orderPartitions(); i++) {
      nodes.add(new SagaNode(world, i, random, faults, trace));
      nodes.add(new OrderStoreNode(world, i, random, faults));
    }
    for (int i = 0; i < SimulatedPipeline.PARTITIONING.shards(); i++) {
      nodes.add(new InventoryNode(world, i, random, faults, trace));
    }
  }

  /** Runs to the end; throws AssertionError at the first violation. */
  void run() {
    while (shop.hasWork()) {
      if (random.nextInt(3) == 0) {
        shop.step();
      }
      advance(nodes.get(random.nextInt(nodes.size())));
    }
    faults.heal();
    drain();
    check(Invariants.AT_REST);

    StoreFacts before = facts();
    nodes.forEach(Node::replay);
    drain();
    check(Invariants.AT_REST);
    Invariants.REPLAY.check(before, facts());
  }

  private void drain() {
    do {
      while (nodes.stream().anyMatch(Node::hasWork)) {
        advance(nodes.get(random.nextInt(nodes.size())));
      }
      // Beyond every deadline, so that what is still held expires.
      world.now = world.now.plusSeconds(60);
    } while (nodes.stream().anyMatch(Node::hasWork));
  }

  private void advance(Node node) {
    if (++steps > MAX_STEPS) {
      throw new AssertionError("no rest after " + MAX_STEPS + " steps");
    }
    world.now = world.now.plusMillis(random.nextInt(20));
    if (node.hasWork()) {
      node.step();
      bug.interfere(world, random);
      check(Invariants.ALWAYS);
    }
  }

  private void check(List<Invariant> invariants) {
    StoreFacts facts = facts();
    for (Invariant invariant : invariants) {
      invariant.check(facts);
    }
  }

  private StoreFacts facts() {
    return world.facts();
  }

  @Override
  public String toString() {
    return trace.toString();
  }
}
