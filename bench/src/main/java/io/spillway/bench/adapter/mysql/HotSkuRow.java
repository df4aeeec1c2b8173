package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.mysql.OrderAtATime.Way;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Server;
import java.util.List;
import java.util.Map;

/** Row 5: everybody wants the same SKU, and there is not enough of it. */
public record HotSkuRow(Lab lab) implements BenchRow {
  @Override
  public RowSpec spec() {
    String ours = "batch writer";
    return new RowSpec(
        5,
        "Reservations, one hot SKU, demand above stock",
        "reservations",
        List.of(
            "Orders of one unit of one SKU on one shard, durable commits. Every contender is given"
                + " four fifths of what its last run asked for, so each run ends sold out; held and"
                + " refused orders both count and both leave a movement.",
            "The last two contenders take the same commands from Kafka and answer into Kafka: the"
                + " product's batch loop, and the same step as a Kafka Streams processor that does"
                + " one transaction a record (8 partitions, 8 threads, at least once)."),
        List.of(
            Goal.times(30, ours, Way.CONDITIONAL.contender()),
            Goal.times(30, KafkaBatchLoop.NAME, StreamsPerRecord.NAME),
            Goal.atMost(0, ours, "oversold"),
            Goal.atMost(0, KafkaBatchLoop.NAME, "oversold")));
  }

  @Override
  public Open open() throws Exception {
    Endpoints endpoints = lab.servers(Server.KAFKA, Server.MYSQL).endpoints();
    MysqlLab mysql = MysqlLab.open(endpoints);
    ReserveLoad load = ReserveLoad.of(1, mysql.shards().count());
    CommandBacklog backlog = CommandBacklog.open(endpoints.kafka(), mysql, load);
    List<Contender> contenders =
        List.of(
            new BatchWriter(mysql, load, StockPlan.sellingOut()),
            new OrderAtATime(Way.CONDITIONAL, mysql, load, StockPlan.sellingOut()),
            new SkipLocked(mysql, load, StockPlan.sellingOut()),
            new CommitsTimesBatch(mysql, load),
            new KafkaBatchLoop(mysql, load, backlog, StockPlan.sellingOut()),
            new StreamsPerRecord(mysql, load, backlog, StockPlan.sellingOut()));
    return new OpenRow(
        List.of(backlog, mysql),
        contenders,
        Map.of("SKUs", "1", "orders a transaction", "512 at most"));
  }
}
