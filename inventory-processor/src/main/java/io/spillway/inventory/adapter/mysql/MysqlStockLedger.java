package io.spillway.inventory.adapter.mysql;

import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.core.StockKey;
import io.spillway.inventory.port.LedgerException;
import io.spillway.inventory.port.StockLedger;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.routing.RoutedId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * The ledger in MySQL: four kinds of multi-row statement in one READ COMMITTED transaction.
 *
 * <p>Commands are seldom repeated, so a reservation or an adjustment is taken for new, and its
 * movements are not looked for. Each writes one in any case: if it has been settled before, that
 * meets the row which is there, all is undone, and the batch is decided again with the movements of
 * all its commands.
 *
 * <p>They are read before the rows are locked, so an instance that still works on a shard it has
 * lost may have written in between. Then an insert meets a row again, and the repetition of the
 * batch sees what the other wrote.
 */
public record MysqlStockLedger(Shards shards, Clock clock) implements StockLedger {
  private static final int DUPLICATE_KEY = 1062;

  @Override
  public Decision settle(int shard, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws LedgerException {
    try {
      Decision decision = settleAsNew(shard, scope, decide);
      Failpoints.reached(Failpoints.INVENTORY_AFTER_COMMIT);
      return decision;
    } catch (SQLException e) {
      throw new LedgerException("the ledger of shard " + shard + " did not commit", kind(e));
    }
  }

  private Decision settleAsNew(int shard, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws SQLException {
    try {
      return settle(shard, scope.ends(), scope, decide);
    } catch (SQLException e) {
      if (!isDuplicateKey(e)) {
        throw e;
      }
      return settle(shard, scope.refs(), scope, decide);
    }
  }

  private Decision settle(
      int shard, Set<RoutedId> refs, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws SQLException {
    return shards.inTransaction(
        shard, connection -> settle(connection, refs, scope.stock(), decide));
  }

  private Decision settle(
      Connection connection,
      Set<RoutedId> refs,
      SortedSet<StockKey> stock,
      Function<LedgerState, Decision> decide)
      throws SQLException {
    LedgerState state =
        new LedgerState(MovementRows.select(connection, refs), StockRows.lock(connection, stock));
    Decision decision = decide.apply(state);
    MovementRows.insert(connection, decision.movements());
    StockRows.write(connection, decision.levels(), clock.instant());
    return decision;
  }

  /** A duplicate key here is a race lost, not a fault of the record. */
  private static SQLException kind(SQLException e) {
    return isDuplicateKey(e)
        ? new SQLTransientException("another instance wrote a row of this batch first", e)
        : e;
  }

  private static boolean isDuplicateKey(SQLException e) {
    for (Throwable link : Failures.chain(e)) {
      if (link instanceof SQLException sql && sql.getErrorCode() == DUPLICATE_KEY) {
        return true;
      }
    }
    return false;
  }
}
