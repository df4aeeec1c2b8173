package io.spillway.inventory.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a batch must see of the ledger before it can be decided; in primary key order. */
public record LedgerScope(SortedSet<RoutedId> refs, SortedSet<StockKey> stock) {
  /** What these commands touch. */
  public static LedgerScope of(Collection<Command> commands) {
    SortedSet<RoutedId> refs = new TreeSet<>(Comparator.comparing(RoutedId::uuid));
    SortedSet<StockKey> stock = new TreeSet<>();
    for (Command command : commands) {
      refs.add(command.ref());
      command.stock().forEach(stock::add);
    }
    return new LedgerScope(refs, stock);
  }
}
