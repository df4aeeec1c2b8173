package io.spillway.inventory.port;

import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.core.Movement;
import io.spillway.inventory.core.MovementKey;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.core.StockLevel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ledgers of maps; one transaction at a time. */
public final class InMemoryStockLedger implements StockLedger {
  private record Shard(Map<MovementKey, Movement> movements, Map<StockKey, StockLevel> levels) {}

  private final Map<Integer, Shard> shards = new HashMap<>();

  @Override
  public synchronized Decision settle(
      int shard, LedgerScope scope, Function<LedgerState, Decision> decide) {
    Shard data = shards.computeIfAbsent(shard, _ -> new Shard(new HashMap<>(), new HashMap<>()));
    Map<MovementKey, Movement> movements =
        data.movements().entrySet().stream()
            .filter(entry -> scope.refs().contains(entry.getKey().ref()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<StockKey, StockLevel> levels = new HashMap<>(data.levels());
    levels.keySet().retainAll(scope.stock());
    Decision decision = decide.apply(new LedgerState(movements, levels));
    decision.movements().forEach(movement -> data.movements().put(movement.key(), movement));
    decision.levels().forEach(level -> data.levels().put(level.key(), level));
    return decision;
  }
}
