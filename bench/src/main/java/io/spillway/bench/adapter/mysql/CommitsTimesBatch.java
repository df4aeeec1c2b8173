package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Role;
import io.spillway.inventory.core.StockKey;
import java.sql.Connection;
import java.util.SplittableRandom;

/**
 * Limit: durable commits of one changed stock row a second, on one connection as a hot SKU allows
 * no second one, times the orders of a batch. No batch writer can do more.
 */
final class CommitsTimesBatch extends Reserving {
  CommitsTimesBatch(MysqlLab lab, ReserveLoad load) {
    super("commits × batch", Role.LIMIT, 1, lab, load, StockPlan.plenty());
  }

  @Override
  Workers.Work work(int worker, SplittableRandom random) {
    int shard = load.shards().getFirst();
    StockKey key = load.skus(shard).getFirst();
    return () -> {
      try (Connection connection = lab.plain(shard).getConnection()) {
        connection.setAutoCommit(false);
        OrderAtATime.take(connection, key);
        connection.commit();
      }
      return BatchWriter.COMMANDS;
    };
  }
}
