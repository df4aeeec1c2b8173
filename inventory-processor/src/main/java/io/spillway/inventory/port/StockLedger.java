package io.spillway.inventory.port;

import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import java.util.function.Function;

/**
 * The stock rows and movements of every shard. Thread-safe; two transactions on one shard that
 * share a stock row run one after the other.
 */
public interface StockLedger {
  /**
   * In one transaction of one shard: loads the scope with its stock rows locked, decides, writes
   * the decision and commits. A decision that throws leaves nothing behind.
   *
   * @param decide pure, as it may run for a transaction that fails; it may first run without the
   *     movements of commands other than {@link LedgerScope#ends}, and what it then writes is kept
   *     only if it repeats none of them
   * @return the decision that is now durable
   * @throws LedgerException when it did not commit, or may not have; safe to repeat either way
   */
  Decision settle(int shard, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws LedgerException;
}
