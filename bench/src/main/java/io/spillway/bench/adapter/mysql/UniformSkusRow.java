package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.stack.core.Server;
import java.util.List;
import java.util.Map;

/** Row 4: reservations of many SKUs. */
public record UniformSkusRow(Lab lab) implements BenchRow {
  private static final int SKUS = 10_000;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        4,
        "Reservations, uniform SKUs",
        "reservations",
        List.of(
            "Orders of one line for one of 10,000 SKUs on four shards of two MySQL servers; every"
                + " commit is durable (innodb_flush_log_at_trx_commit = 1, sync_binlog = 1).",
            "Ours is the processor's ledger and policy with 512 orders a transaction, without Kafka"
                + " around it. All contenders leave the same rows: one movement an order, and the"
                + " stock row."),
        List.of(
            Goal.times(12, "batch writer", OrderAtATime.Way.CONDITIONAL.contender()),
            Goal.times(12, "batch writer", OrderAtATime.Way.FOR_UPDATE.contender()),
            Goal.times(0.75, "batch writer", "raw multi-row JDBC")));
  }

  @Override
  public Open open() throws Exception {
    MysqlLab mysql = MysqlLab.open(lab.servers(Server.KAFKA, Server.MYSQL).endpoints());
    ReserveLoad load = ReserveLoad.of(SKUS, mysql.shards().count());
    List<Contender> contenders =
        List.of(
            new BatchWriter(mysql, load, StockPlan.plenty()),
            new OrderAtATime(OrderAtATime.Way.FOR_UPDATE, mysql, load, StockPlan.plenty()),
            new OrderAtATime(OrderAtATime.Way.CONDITIONAL, mysql, load, StockPlan.plenty()),
            new RawBatch(mysql, load));
    return new OpenRow(
        List.of(mysql), contenders, Map.of("SKUs", "10,000", "orders a transaction", "512"));
  }
}
