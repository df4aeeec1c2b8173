package io.spillway.inventory.adapter.mysql;

import io.spillway.inventory.core.Decision;
import io.spillway.inventory.core.LedgerScope;
import io.spillway.inventory.core.LedgerState;
import io.spillway.inventory.port.LedgerException;
import io.spillway.inventory.port.StockLedger;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.runtime.sql.Shards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * The ledger in MySQL: four kinds of multi-row statement in one READ COMMITTED transaction.
 *
 * <p>The movements are read before the rows are locked, so an instance that still works on a shard
 * it has lost may have written in between. Then our own insert meets its row, all is undone, and
 * the repetition sees what it wrote.
 */
public final class MysqlStockLedger implements StockLedger {
  private static final int DUPLICATE_KEY = 1062;

  private final Shards shards;
  private final Clock clock;

  public MysqlStockLedger(Shards shards, Clock clock) {
    this.shards = shards;
    this.clock = clock;
  }

  @Override
  public Decision settle(int shard, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws LedgerException {
    try {
      Decision decision =
          shards.inTransaction(shard, connection -> settle(connection, scope, decide));
      Failpoints.reached(Failpoints.INVENTORY_AFTER_COMMIT);
      return decision;
    } catch (SQLException e) {
      throw new LedgerException("the ledger of shard " + shard + " did not commit", kind(e));
    }
  }

  private Decision settle(
      Connection connection, LedgerScope scope, Function<LedgerState, Decision> decide)
      throws SQLException {
    LedgerState state =
        new LedgerState(
            MovementRows.select(connection, scope.refs()),
            StockRows.lock(connection, scope.stock()));
    Decision decision = decide.apply(state);
    MovementRows.insert(connection, decision.movements());
    StockRows.write(connection, decision.levels(), now());
    return decision;
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }

  /** A duplicate key here is a race lost, not a fault of the record. */
  private static SQLException kind(SQLException e) {
    return isDuplicateKey(e)
        ? new SQLTransientException("another instance wrote a row of this batch first", e)
        : e;
  }

  private static boolean isDuplicateKey(SQLException e) {
    for (Throwable link = e; link != null; link = link.getCause()) {
      if (link instanceof SQLException sql && sql.getErrorCode() == DUPLICATE_KEY) {
        return true;
      }
    }
    return false;
  }
}
