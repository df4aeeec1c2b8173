package io.spillway.simulation;

import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.tables.MovementKind;
import java.util.List;
import java.util.SplittableRandom;

/** Damage that no fault does; the invariants must see each. */
enum InjectedBug {
  NONE {
    @Override
    void interfere(SimulatedPipeline world, SplittableRandom random) {}
  },
  /** An event never reaches its topic. */
  DROP_AN_EVENT {
    @Override
    void interfere(SimulatedPipeline world, SplittableRandom random) {
      for (int i = 0; i < SimulatedPipeline.PARTITIONING.orderPartitions(); i++) {
        List<OrderEvent> events = world.events.partition(i);
        if (events.size() > 2 && events.getLast().getVersion() > 1) {
          events.removeLast();
          return;
        }
      }
    }
  },
  /** The same line takes its units twice. */
  RESERVE_TWICE {
    @Override
    void interfere(SimulatedPipeline world, SplittableRandom random) {
      world.stock.values().stream()
          .filter(level -> level.available() > 0 && level.reserved() > 0)
          .findAny()
          .ifPresent(
              level ->
                  world.stock.put(
                      level.key(),
                      new StockLevel(
                          level.key(),
                          level.available() - 1,
                          level.reserved() + 1,
                          level.version() + 1)));
    }
  },
  /** An old row overwrites a newer one. */
  WRITE_A_STALE_ROW {
    @Override
    void interfere(SimulatedPipeline world, SplittableRandom random) {
      for (List<OrderEvent> events : world.eventsByOrder().values()) {
        OrderEvent first = events.getFirst();
        if (events.size() > 1 && world.rows.containsKey(first.getOrderId())) {
          world.rows.put(first.getOrderId(), first);
        }
      }
    }
  },
  /** Released lines stay held. */
  SKIP_A_RELEASE {
    @Override
    void interfere(SimulatedPipeline world, SplittableRandom random) {
      for (MovementKey key : List.copyOf(world.movements.keySet())) {
        if (key.kind() == MovementKind.RELEASE && world.movements.get(key).outcome().code() == 0) {
          var gone = world.movements.remove(key);
          StockLevel level = world.stock.get(gone.stock());
          if (level.available() >= gone.quantity()) {
            world.stock.put(
                level.key(),
                new StockLevel(
                    level.key(),
                    level.available() - gone.quantity(),
                    level.reserved() + gone.quantity(),
                    level.version()));
            return;
          }
          world.movements.put(key, gone);
        }
      }
    }
  };

  /** Does the damage, as soon as there is something to damage. */
  abstract void interfere(SimulatedPipeline world, SplittableRandom random);
}
