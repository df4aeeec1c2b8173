package io.spillway.simulation;

import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import io.spillway.inventory.port.StockLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The ledger in the world's maps. A transaction may fail before its commit, or after it with the
 * commit's answer lost.
 */
final class FaultyLedger implements StockLedger {
  private final SimulatedPipeline world;
  private final FaultPlan faults;

  FaultyLedger(SimulatedPipeline world, FaultPlan faults) {
    this.world = world;
    this.faults = faults;
  }

  @Override
  public Decision settle(int shard, LedgerScope scope, Function<LedgerState, Decision> decide) {
    Map<MovementKey, Movement> movements = new HashMap<>(world.movements);
    movements.keySet().removeIf(key -> !scope.refs().contains(key.ref()));
    Map<StockKey, StockLevel> levels = new HashMap<>(world.stock);
    levels.keySet().retainAll(scope.stock());
    Decision decision = decide.apply(new LedgerState(movements, levels));
    if (faults.strikes(15)) {
      throw new InjectedFault("the transaction was rolled back");
    }
    decision.movements().forEach(movement -> world.movements.put(movement.key(), movement));
    decision.levels().forEach(level -> world.stock.put(level.key(), level));
    if (faults.strikes(15)) {
      throw new InjectedFault("the commit's answer was lost");
    }
    return decision;
  }
}
