package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.cdc.DebeziumFeed;
import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.kafka.TopicEnds;
import io.spillway.bench.adapter.pipeline.PeerContender.Peer;
import io.spillway.bench.adapter.stack.ChildJvm;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.RunMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Row 11: the whole way of an order, as many as go. */
public record ThroughputRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final String NAIVE = "naive build";
  private static final String USUAL = "usual way";
  private static final int WARM_UPS = 3;
  private static final int NAIVE_WINDOW = 500;
  private static final int USUAL_WINDOW = 1_000;
  private static final int USUAL_HEAP_MIB = 1_024;
  private static final String SHARE = "share of the processor limit";

  @Override
  public RowSpec spec() {
    return new RowSpec(
        11,
        "Whole pipeline, sustained",
        "orders",
        List.of(
            "Orders of two lines in batches of 50, never more than 6,000 under way, the services in"
                + " one JVM, as './spillway up' runs them, all servers and"
                + " the generator on one machine, after runs of three times that length that do not"
                + " count (the peers: of that length), for JVMs on few cores compile for minutes."
                + " The rate counts until every accepted order is found confirmed in Elasticsearch."
                + " Both peers take single orders over HTTP and wait for Kafka before they answer,"
                + " with libraries as they come. The naive build: 4 consumers with one transaction"
                + " and one index request an order. The usual way: JSON events; 4 consumers with a"
                + " transaction an order, a deduplication table in it and an event behind it;"
                + " Debezium on the table of orders, whose lines are a column; 2 consumers with"
                + " BulkIngester that write the order's document and one for each line, with the"
                + " fields of ours but for hash and history, under external versions. All of it is"
                + " one JVM with 1 GiB, which favours it, as does one database. Processor time an"
                + " order is all processes' but the generator's; the processor limit is the cores"
                + " by the sum of all processes' seconds an order."),
        List.of(
            Goal.atLeast(1_500, OURS, Measurements.RATE),
            Goal.times(2.5, OURS, NAIVE),
            Goal.times(5, OURS, USUAL),
            Goal.atMost(1.2, OURS, OrderCost.FIGURE),
            Goal.atLeast(0.6, OURS, SHARE)));
  }

  @Override
  public Open open() throws Exception {
    LoadGenerator shop = LoadGenerator.open(lab, RunMode.TOGETHER);
    Pipeline pipeline = shop.pipeline();
    TopicEnds topics = new TopicEnds(pipeline.kafka());
    SettledOrders usual = new SettledOrders(pipeline.backends().elasticsearch(), UsualSink.ORDERS);
    Path positions = Files.createTempDirectory("spillway-bench-usual");
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
            new PeerContender(naive(topics), pipeline, topics, lab.cpu()),
            new PeerContender(
                usual(pipeline.backends(), usual, positions), pipeline, topics, lab.cpu()));
    int cores = Runtime.getRuntime().availableProcessors();
    return new OpenRow(
        List.of(shop, topics, usual, () -> FileTree.delete(positions)),
        contenders,
        Map.of("cores", Integer.toString(cores), "lines", "2"));
  }

  /** Its event comes behind its document. */
  private static Peer naive(TopicEnds topics) {
    return new Peer(
        NAIVE,
        "naive",
        NaivePipeline.class,
        System.getProperty("java.class.path"),
        ChildJvm.HEAP_MIB,
        List.of(),
        List.of(NaivePipeline.ORDERS, NaivePipeline.EVENTS),
        NAIVE_WINDOW,
        () -> topics.end(NaivePipeline.EVENTS));
  }

  private Peer usual(Backends backends, SettledOrders settled, Path positions) {
    return new Peer(
        USUAL,
        "usual",
        UsualPipeline.class,
        DebeziumFeed.classPath(lab.root()),
        USUAL_HEAP_MIB,
        List.of(positions.toString(), backends.cdcUser(), backends.cdcPassword()),
        List.of(UsualPipeline.ORDERS, UsualPipeline.EVENTS, UsualPipeline.CHANGES),
        USUAL_WINDOW,
        settled::count);
  }

  private static Measurements ours(LoadGenerator shop, Duration run, ProcessCpu cpu)
      throws Exception {
    double before = cpu.secondsBut(ProcessCpu.OTHERS);
    OrderCost cost = OrderCost.from(cpu);
    Measurements figures = cost.with(shop.sustained(run));
    double used = cpu.secondsBut(ProcessCpu.OTHERS) - before;
    double orders = figures.get(Measurements.OPERATIONS).orElse(0);
    double limit = used > 0 ? Runtime.getRuntime().availableProcessors() * orders / used : 0;
    double rate = figures.get(Measurements.RATE).orElse(0);
    return figures
        .with("processor limit orders/s", limit)
        .with(SHARE, limit > 0 ? rate / limit : 0);
  }
}
