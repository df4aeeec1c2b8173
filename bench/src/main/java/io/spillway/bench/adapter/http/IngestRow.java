package io.spillway.bench.adapter.http;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.stack.core.PipelineService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Row 1: single orders over HTTP. */
public final class IngestRow implements BenchRow {
  private static final String OURS = "ingest-api";
  private static final String VERTX = "Vert.x";
  private static final String BLOCKING = "blocking handler";
  private static final String LIMIT = "ingest-api without Kafka";
  private static final String PER_CORE = "orders/s per core";
  private static final double SHARE = 0.7;
  private static final int SKUS = 10_000;

  /** Before its first run a server works for so many runs' time: its compiler takes that long. */
  private static final int WARM_RUNS = 3;

  private final Lab lab;

  public IngestRow(Lab lab) {
    this.lab = lab;
  }

  @Override
  public RowSpec spec() {
    return new RowSpec(
        1,
        "Ingest, single orders",
        "orders",
        List.of(
            "Orders of two lines over 64 kept-alive connections, answered 202 once Kafka has them"
                + " (acks=all). First half of a run: a closed loop finds the capacity; per core"
                + " means by the server process's own processor time. Second half: an open loop of"
                + " Poisson arrivals at 70% of that capacity; latency counts from the intended"
                + " time. Each server first works for three times a run's length, which does not"
                + " count. All servers are JVMs with the options of our services; the peers check"
                + " less and remember no idempotency keys, ours asks Redis twice for each order."),
        List.of(
            new Goal(OURS, PER_CORE, VERTX, true, 0.9),
            new Goal(OURS, PER_CORE, LIMIT, true, 0.7),
            Goal.atMost(25, OURS, "p99 ms")));
  }

  @Override
  public Open open() throws Exception {
    Pipeline pipeline = lab.pipeline();
    pipeline.runOnly(Set.of(PipelineService.INGEST_API));
    var backends = pipeline.backends();
    List<IngestServer> servers = new ArrayList<>();
    servers.add(new IngestServer(OURS, pipeline.api().getPort(), null));
    servers.add(IngestServer.start("vertx", VertxIngest.class, backends, lab));
    servers.add(IngestServer.start("blocking", BlockingIngest.class, backends, lab));
    servers.add(IngestServer.start("no-kafka", NoKafkaIngest.class, backends, lab));
    List<Contender> contenders =
        List.of(
            contender(OURS, Role.OURS, servers.get(0), backends.redis()),
            contender(VERTX, Role.PEER, servers.get(1), backends.redis()),
            contender(BLOCKING, Role.PEER, servers.get(2), backends.redis()),
            contender(LIMIT, Role.LIMIT, servers.get(3), backends.redis()));
    return new OpenRow(servers, contenders, Map.of("connections", "64", "lines", "2"));
  }

  private Contender contender(String name, Role role, IngestServer server, String redis) {
    AtomicBoolean warm = new AtomicBoolean();
    return new Simple(
        name,
        role,
        run -> {
          RedisAnswers.forget(redis);
          if (warm.compareAndSet(false, true)) {
            warmUp(run.multipliedBy(WARM_RUNS), server);
            RedisAnswers.forget(redis);
          }
        },
        run -> run(run, server, lab.cpu()));
  }

  private static void warmUp(Duration time, IngestServer server) throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    try (HttpLoad load = new HttpLoad(server.port())) {
      var _ = load.closedLoop(HttpLoad.CONNECTIONS, time, () -> Shot.single(bodies));
    }
  }

  private static Measurements run(Duration run, IngestServer server, ProcessCpu cpu)
      throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    Duration half = run.dividedBy(2);
    try (HttpLoad load = new HttpLoad(server.port())) {
      double before = cpu.seconds().getOrDefault(server.process(), 0.0);
      Measurements capacity =
          load.closedLoop(HttpLoad.CONNECTIONS, half, () -> Shot.single(bodies));
      double used = cpu.seconds().getOrDefault(server.process(), 0.0) - before;
      double orders = capacity.get(Measurements.OPERATIONS).orElse(0);
      double rate = Math.max(10, capacity.get(Measurements.RATE).orElse(0) * SHARE);
      Arrivals arrivals = Arrivals.poisson(rate, half.toMillis() / 1_000.0, System.nanoTime());
      Measurements paced = load.openLoop(arrivals, () -> Shot.single(bodies), _ -> {});
      return paced
          .with(PER_CORE, used > 0 ? orders / used : 0)
          .with("paced orders/s", paced.get(Measurements.RATE).orElse(0))
          .with("failed", sum(capacity, paced, "failed"))
          .with(Measurements.OPERATIONS, sum(capacity, paced, Measurements.OPERATIONS))
          .with(Measurements.RATE, capacity.get(Measurements.RATE).orElse(0));
    }
  }

  private static double sum(Measurements a, Measurements b, String figure) {
    return a.get(figure).orElse(0) + b.get(figure).orElse(0);
  }
}
