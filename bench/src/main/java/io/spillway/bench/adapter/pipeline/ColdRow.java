package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Row 15: a pipeline that starts from nothing, and its first orders. */
public record ColdRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final String PEER = "without start caches";
  private static final String UP = "up s";
  private static final String FEW_SECONDS = "2,000 searchable s";
  private static final String MANY_SECONDS = "40,000 searchable s";
  private static final int FEW = 2_000;
  private static final int MANY = 40_000;
  private static final int LINES = 3;
  private static final int SKUS = 500;

  /** A shorter run only proves that the row works. */
  private static final Duration MEANT = Duration.ofSeconds(6);

  /** Wins over the services' own options. */
  private static final Map<String, String> NO_CACHES =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=off");

  @Override
  public RowSpec spec() {
    return new RowSpec(
        15,
        "Cold start",
        "orders",
        List.of(
            "`up` of a fresh home until all servers and services are ready, with downloads and"
                + " start caches done; then 2,000 orders of three lines of 500 SKUs in batches of"
                + " 50, as fast as they are accepted, and when they are searchable 38,000 more:"
                + " both times count from the first request, and the processor time of all"
                + " processes but the generator from there to the same ends. The rate is that of"
                + " the last order. The peer's services start without the caches of their classes"
                + " and profiles; Kafka keeps its own. The table by process has the start in it,"
                + " and an operation is an order. Warm figures are row 11's. Runs of less"
                + " than 6 s leave out the 38,000."),
        List.of(
            Goal.atMost(25, OURS, UP),
            Goal.atMost(10, OURS, FEW_SECONDS),
            Goal.atMost(75, OURS, MANY_SECONDS)));
  }

  @Override
  public Open open() throws Exception {
    // What has no cache yet records for it, and makes it when it is stopped in good order.
    lab.coldPipeline(Map.of());
    lab.close();
    return new OpenRow(
        List.of(),
        List.of(
            new Start(OURS, Role.OURS, lab, Map.of()), new Start(PEER, Role.PEER, lab, NO_CACHES)),
        Map.of("lines", Integer.toString(LINES), "SKUs", Integer.toString(SKUS)));
  }

  /** One way to start; nothing runs before and after. */
  private record Start(String name, Role role, Lab lab, Map<String, String> environment)
      implements Contender {
    @Override
    public void prepare(Duration run) {
      lab.close();
    }

    @Override
    public Measurements run(Duration run) throws Exception {
      long begun = System.nanoTime();
      Pipeline pipeline = lab.coldPipeline(environment);
      double up = secondsSince(begun);
      LoadGenerator shop = new LoadGenerator(pipeline);
      shop.stock(SKUS);
      try (shop;
          HttpLoad load = new HttpLoad(pipeline.api().getPort())) {
        OrderBodies bodies = new OrderBodies(SKUS, LINES, begun);
        OrderCost cost = OrderCost.from(lab.cpu());
        long first = System.nanoTime();
        long accepted = LoadGenerator.submit(load, bodies, FEW);
        SustainedLoad.await(shop.settled()::count, accepted);
        double few = secondsSince(first);
        double fewCost = cost.millis(accepted);
        int sent = FEW;
        if (run.compareTo(MEANT) >= 0) {
          accepted += LoadGenerator.submit(load, bodies, MANY - FEW);
          SustainedLoad.await(shop.settled()::count, accepted);
          sent = MANY;
        }
        Measurements figures =
            Measurements.ofRun(accepted, System.nanoTime() - first)
                .with("failed", sent - accepted)
                .with(UP, up)
                .with(FEW_SECONDS, few)
                .with(OrderCost.FIGURE + " of the 2,000", fewCost);
        if (sent == MANY) {
          figures =
              figures
                  .with(MANY_SECONDS, secondsSince(first))
                  .with(OrderCost.FIGURE + " of the 40,000", cost.millis(accepted));
        }
        return figures;
      }
    }

    @Override
    public void rest() {
      lab.close();
    }

    private static double secondsSince(long nanos) {
      return (System.nanoTime() - nanos) / 1e9;
    }
  }
}
