package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import io.spillway.inventory.core.StockKey;
import java.sql.Connection;
import java.time.Duration;

/**
 * Limit: durable commits of one changed stock row a second, on one connection as a hot SKU allows
 * no second one, times the orders of a batch. No batch writer can do more.
 */
final class CommitsTimesBatch implements Contender {
  private final MysqlLab lab;
  private final ReserveLoad load;

  CommitsTimesBatch(MysqlLab lab, ReserveLoad load) {
    this.lab = lab;
    this.load = load;
  }

  @Override
  public String name() {
    return "commits × batch";
  }

  @Override
  public Role role() {
    return Role.LIMIT;
  }

  @Override
  public void prepare(Duration duration) throws Exception {
    lab.reset(load, StockPlan.plenty().units(duration));
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    int shard = load.shards().getFirst();
    StockKey key = load.skus(shard).getFirst();
    return Workers.run(
        1,
        duration,
        _ ->
            () -> {
              try (Connection connection = lab.plain(shard).getConnection()) {
                connection.setAutoCommit(false);
                OrderAtATime.take(connection, key);
                connection.commit();
              }
              return BatchWriter.COMMANDS;
            });
  }
}
