package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.stack.core.RunMode;
import io.spillway.verify.FootprintWiring;
import io.spillway.verify.core.footprint.Footprint;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Row 16: what an order causes, counted and not timed. */
public record FootprintRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final String RECORDS = "records an order";
  private static final String ROWS = "change rows an order";
  private static final String DOCUMENTS = "documents an order";
  private static final int FIRST_ORDERS = 100;
  private static final int ORDERS = 3_000;
  private static final int LINES = 3;
  private static final int SKUS = 500;
  private static final Duration SETTLE = Duration.ofMinutes(5);

  @Override
  public RowSpec spec() {
    return new RowSpec(
        16,
        "What an order causes",
        "orders",
        List.of(
            "3,000 orders of three lines of 500 SKUs, sent at once in batches of 50, which is faster"
                + " than they are settled; counters of the servers at rest before and after."
                + " A record is an offset of a partition: the marker that ends a transaction in"
                + " it is one, and so is a state in a changelog of Kafka Streams; what the broker"
                + " itself keeps (committed offsets, states of transactions) is told apart."
                + " Documents are writes, replaced ones counted each time, without the samples of"
                + " what waits. The rate is until the pipeline is at rest, and means nothing."),
        List.of(
            Goal.atMost(12, OURS, RECORDS),
            Goal.atMost(5, OURS, ROWS),
            Goal.atMost(4.2, OURS, DOCUMENTS)));
  }

  @Override
  public Open open() throws Exception {
    LoadGenerator shop = LoadGenerator.open(lab, RunMode.TOGETHER);
    return new OpenRow(
        List.of(shop),
        List.of(new Simple(OURS, Role.OURS, _ -> {}, _ -> count(shop))),
        Map.of("lines", Integer.toString(LINES), "SKUs", Integer.toString(SKUS)));
  }

  private static Measurements count(LoadGenerator shop) throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, LINES, System.nanoTime());
    long start = System.nanoTime();
    Footprint footprint;
    try (HttpLoad load = new HttpLoad(shop.pipeline().api().getPort())) {
      FootprintWiring counters = new FootprintWiring(shop.pipeline().target());
      // A group that has not committed yet lags nowhere, and the stock would count as the orders'.
      var _ = counters.of(() -> LoadGenerator.submit(load, bodies, FIRST_ORDERS), SETTLE);
      footprint = counters.of(() -> LoadGenerator.submit(load, bodies, ORDERS), SETTLE);
    }
    Measurements figures =
        Measurements.ofRun(footprint.orders(), System.nanoTime() - start)
            .with("failed", ORDERS - footprint.orders())
            .with(RECORDS, footprint.records())
            .with("broker's own records an order", footprint.brokerRecords())
            .with(ROWS, footprint.changeRows())
            .with(DOCUMENTS, footprint.documents());
    for (Map.Entry<String, Double> loop : footprint.batchRecords().entrySet()) {
      figures = figures.with("records a batch, " + loop.getKey(), loop.getValue());
    }
    for (Map.Entry<String, Double> counter : footprint.perOrder().entrySet()) {
      figures = figures.with(Measurements.CAUSED + counter.getKey(), counter.getValue());
    }
    return figures;
  }
}
