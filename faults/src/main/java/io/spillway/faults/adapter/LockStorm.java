package io.spillway.faults.adapter;

import io.spillway.faults.core.OrderMix;
import io.spillway.stack.core.Backends;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Transactions of a stranger that lock hot stock rows one by one in any order, which the services
 * lock in key order: deadlocks, and waits up to seconds.
 */
final class LockStorm implements FaultAction {
  private static final int THREADS_PER_SHARD = 2;
  private static final int HOT = 40;
  private static final int ROWS_PER_TRANSACTION = 4;
  private static final int LONGEST_HOLD_MILLIS = 400;

  private final Backends backends;
  private final String tenant;
  private final SplittableRandom random;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean storming = true;

  LockStorm(Backends backends, String tenant, long seed) {
    this.backends = backends;
    this.tenant = tenant;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void inject() {
    for (Backends.Shard shard : backends.shards()) {
      for (int i = 0; i < THREADS_PER_SHARD; i++) {
        SplittableRandom own = random.split();
        threads.add(Thread.ofVirtual().start(() -> storm(shard, own)));
      }
    }
  }

  @Override
  public void heal() throws InterruptedException {
    storming = false;
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60));
    }
  }

  private void storm(Backends.Shard shard, SplittableRandom own) {
    while (storming) {
      try (Connection connection = ShardQueries.connect(backends, shard)) {
        connection.setAutoCommit(false);
        while (storming) {
          lockSome(connection, own);
          connection.rollback();
        }
      } catch (SQLException victim) {
        // Chosen as the deadlock's victim, or the server is away: both belong to the storm.
        pause(own.nextInt(50, 200));
      }
    }
  }

  private void lockSome(Connection connection, SplittableRandom own) throws SQLException {
    for (int i = 0; i < ROWS_PER_TRANSACTION; i++) {
      try (PreparedStatement lock =
          connection.prepareStatement(
              "SELECT available FROM stock WHERE tenant = ? AND sku = ? FOR UPDATE")) {
        lock.setString(1, tenant);
        lock.setString(2, OrderMix.sku(own.nextInt(HOT)));
        lock.setQueryTimeout(30);
        lock.executeQuery().close();
      }
      pause(own.nextInt(LONGEST_HOLD_MILLIS));
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
