package io.spillway.inventory;

import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.CommandConflictException;
import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.inventory.port.FlowObserver;
import io.spillway.inventory.port.LedgerException;
import io.spillway.inventory.port.Outcomes;
import io.spillway.inventory.port.StockLedger;
import io.spillway.runtime.failure.PoisonException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one sequence: settle a batch in its shard's ledger, then answer. Repeating a batch, in whole
 * or in part, changes nothing and answers the same. Thread-safe across shards.
 *
 * @param clock gives each batch its time
 */
public record InventoryFlow(
    StockLedger ledger, Outcomes outcomes, FlowObserver observer, Clock clock) {
  /**
   * Settles commands of one shard, in arrival order; returns when the answers are durable.
   *
   * @throws PoisonException when a command contradicts what the ledger holds
   * @throws Exception of the ledger or the outcomes; safe to repeat
   */
  public void settle(int shard, List<Arrival> arrivals) throws Exception {
    List<Command> commands = arrivals.stream().map(Arrival::command).toList();
    Instant started = clock.instant();
    Decision decision = decide(shard, commands, started);
    observer.committed(decision.settlements(), Duration.between(started, clock.instant()));
    outcomes.publish(answers(arrivals, decision));
    observer.answered(decision.settlements());
  }

  private Decision decide(int shard, List<Command> commands, Instant at) throws LedgerException {
    try {
      return ledger.settle(
          shard, LedgerScope.of(commands), state -> ReservationPolicy.decide(commands, state, at));
    } catch (CommandConflictException e) {
      throw new PoisonException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Answer> answers(List<Arrival> arrivals, Decision decision) {
    List<Answer> answers = new ArrayList<>(arrivals.size());
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      answers.add(
          new Answer(arrival.command(), decision.settlements().get(i), arrival.traceparent()));
    }
    return answers;
  }
}
