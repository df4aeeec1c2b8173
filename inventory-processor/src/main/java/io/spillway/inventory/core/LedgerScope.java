package io.spillway.inventory.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a batch must see of the ledger before it can be decided.
 *
 * @param refs of all commands; the movements of a command that is repeated are among theirs
 * @param ends those of releases and fulfilments, which need the reservation that they end
 * @param stock in primary key order
 */
public record LedgerScope(Set<RoutedId> refs, Set<RoutedId> ends, SortedSet<StockKey> stock) {
  public static LedgerScope of(Collection<Command> commands) {
    Set<RoutedId> refs = new HashSet<>();
    Set<RoutedId> ends = new HashSet<>();
    SortedSet<StockKey> stock = new TreeSet<>();
    for (Command command : commands) {
      refs.add(command.ref());
      if (command instanceof Command.Release || command instanceof Command.Fulfil) {
        ends.add(command.ref());
      }
      command.stock().forEach(stock::add);
    }
    return new LedgerScope(refs, ends, stock);
  }
}
