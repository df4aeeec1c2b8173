package io.spillway.simulation;

import io.spillway.order.OrderStoreFlow;
import io.spillway.order.port.OrderRows;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The order store of one partition of events; at least once, like every consumer. */
final class OrderStoreNode implements Node {
  private final SplittableRandom random;
  private final FaultPlan faults;
  private final Cursor<OrderEvent> source;
  private final OrderStoreFlow flow;

  OrderStoreNode(
      SimulatedPipeline world, int partition, SplittableRandom random, FaultPlan faults) {
    this.random = random;
    this.faults = faults;
    this.source = new Cursor<>(world.events, partition);
    this.flow = new OrderStoreFlow(new RowsOfMaps(world));
  }

  @Override
  public boolean hasWork() {
    return source.hasNext();
  }

  @Override
  public void replay() {
    source.rewindTo(0);
  }

  @Override
  public void step() {
    List<OrderEvent> batch = new ArrayList<>();
    for (int i = random.nextInt(1, 10); i > 0 && source.hasNext(); i--) {
      batch.add(source.next());
    }
    try {
      flow.store(0, batch);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    if (faults.strikes(12)) {
      source.rewindTo(random.nextInt(source.committed() + 1));
    } else {
      source.commit();
    }
  }

  private record RowsOfMaps(SimulatedPipeline world) implements OrderRows {
    @Override
    public void upsert(int shard, List<OrderEvent> events) {
      for (OrderEvent event : events) {
        world.rows.merge(
            event.getOrderId(),
            event,
            (old, next) -> next.getVersion() > old.getVersion() ? next : old);
      }
    }
  }
}
