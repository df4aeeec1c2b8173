package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Row 11: the whole way of an order, as many as go. */
public final class ThroughputRow implements BenchRow {
  private static final String OURS = "pipeline";
  private static final int WARM_UPS = 3;
  private static final String SHARE = "share of the processor limit";

  private final Lab lab;

  public ThroughputRow(Lab lab) {
    this.lab = lab;
  }

  @Override
  public RowSpec spec() {
    return new RowSpec(
        11,
        "Whole pipeline, sustained",
        "orders",
        List.of(
            "Orders of two lines in batches of 50, never more than 6,000 under way, all servers and"
                + " the generator on one machine, after runs of three times that length that do not"
                + " count (the naive build: of that length), for five JVMs on few cores compile for"
                + " minutes. The rate counts until every accepted order is found confirmed in"
                + " Elasticsearch. The naive build takes single orders over HTTP,"
                + " waits for Kafka, and a consumer does one transaction and one index request an"
                + " order (4 consumers, libraries' defaults). The processor limit is the cores by"
                + " the sum of all processes' seconds an order."),
        List.of(
            Goal.atLeast(3_000, OURS, Measurements.RATE),
            Goal.times(8, OURS, NaiveContender.NAME),
            Goal.atLeast(0.6, OURS, SHARE)));
  }

  @Override
  public Open open() throws Exception {
    LoadGenerator shop = LoadGenerator.open(lab);
    List<Contender> contenders =
        List.of(
            new Simple(
                OURS,
                Role.OURS,
                run -> {
                  shop.openDoors();
                  shop.sustained(run.multipliedBy(WARM_UPS));
                },
                run -> ours(shop, run, lab.cpu())),
            new NaiveContender(shop.pipeline(), lab.cpu()));
    int cores = Runtime.getRuntime().availableProcessors();
    return new OpenRow(
        List.of(shop), contenders, Map.of("cores", Integer.toString(cores), "lines", "2"));
  }

  private static Measurements ours(LoadGenerator shop, Duration run, ProcessCpu cpu)
      throws Exception {
    double before = sum(cpu.seconds());
    Measurements figures = shop.sustained(run);
    double used = sum(cpu.seconds()) - before;
    double orders = figures.get(Measurements.OPERATIONS).orElse(0);
    double limit = used > 0 ? Runtime.getRuntime().availableProcessors() * orders / used : 0;
    double rate = figures.get(Measurements.RATE).orElse(0);
    return figures
        .with("processor limit orders/s", limit)
        .with(SHARE, limit > 0 ? rate / limit : 0);
  }

  private static double sum(Map<String, Double> seconds) {
    return seconds.entrySet().stream()
        .filter(each -> !each.getKey().equals("others"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
