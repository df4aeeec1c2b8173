package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.ElasticSearch;
import io.spillway.verify.adapter.http.ApiAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Row 19: what encryption, accounts and keys cost an order. */
public record SecurityRow(Lab lab) implements BenchRow {
  private static final String SECURED = "secured";
  private static final String UNSECURED = "unsecured";
  private static final String SINGLE = "single orders/s";
  private static final double KEPT = 0.85;
  private static final String TENANT = "default";
  private static final int WARM_UPS = 3;
  private static final int ADJUSTMENTS = 500;
  private static final int UNITS = 1_000_000;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        19,
        "What security costs",
        "orders",
        List.of(
            "Two pipelines side by side, one as './spillway up' makes it, one as 'up --secure' does:"
                + " TLS between all processes and for callers, accounts with the rights they need,"
                + " a key with each request. They work in turn; the other is idle. First half of a"
                + " run: single orders over 64 kept-alive connections, as in row 1, answered 202"
                + " once Kafka has them. Second half: batches of 50, as in row 11; the rate counts"
                + " until every accepted order is found settled in Elasticsearch. Processor time an"
                + " order is that of the second half."),
        List.of(
            Goal.times(KEPT, SECURED, UNSECURED),
            new Goal(SECURED, SINGLE, UNSECURED, true, KEPT)));
  }

  @Override
  public Open open() throws Exception {
    Pipeline plain = lab.freshPipeline(RunMode.TOGETHER);
    plain.runOnly(EnumSet.allOf(PipelineService.class));
    Pipeline secured = lab.securedPipeline("secured ");
    ElasticSearch plainSearch = new ElasticSearch(BackendConfigs.elastic(plain.backends()));
    ElasticSearch securedSearch = new ElasticSearch(BackendConfigs.elastic(secured.backends()));
    List<Contender> contenders =
        List.of(
            contender(SECURED, Role.OURS, secured, securedSearch),
            contender(UNSECURED, Role.LIMIT, plain, plainSearch));
    return new OpenRow(
        List.of(plainSearch, securedSearch), contenders, Map.of("lines", "2", "batch", "50"));
  }

  private Contender contender(String name, Role role, Pipeline pipeline, ElasticSearch search) {
    ApiAddress api = ApiAddress.of(pipeline.target());
    SustainedLoad load =
        new SustainedLoad(
            () -> new HttpLoad(api),
            LoadGenerator.CLIENTS,
            LoadGenerator.BATCH,
            LoadGenerator.WINDOW,
            settled(search));
    return new Simple(
        name,
        role,
        run -> {
          stock(api);
          var _ = single(api, run);
          var _ = load.run(run.multipliedBy(WARM_UPS));
        },
        run -> run(api, load, run.dividedBy(2)));
  }

  /** The same as before while the shard of a new index is not there. */
  private static Callable<Long> settled(ElasticSearch search) {
    AtomicLong last = new AtomicLong();
    return () -> {
      try {
        last.set(search.settledOrders(TENANT));
      } catch (UnavailableException away) {
        // It is asked again.
      }
      return last.get();
    };
  }

  private Measurements run(ApiAddress api, SustainedLoad load, Duration half) throws Exception {
    double single = single(api, half);
    SustainedLoad.awaitRest(load.settled());
    OrderCost cost = OrderCost.from(lab.cpu());
    return cost.with(load.run(half)).with(SINGLE, single);
  }

  /** Orders per second, one a request. */
  private static double single(ApiAddress api, Duration run) throws Exception {
    OrderBodies bodies = new OrderBodies(SustainedLoad.SKUS, System.nanoTime());
    try (HttpLoad http = new HttpLoad(api)) {
      return http.closedLoop(HttpLoad.CONNECTIONS, run, () -> Shot.single(bodies))
          .get(Measurements.RATE)
          .orElse(0);
    }
  }

  /** The same again changes nothing. */
  private static void stock(ApiAddress api) throws Exception {
    Iterator<Shot> shots =
        IntStream.range(0, SustainedLoad.SKUS / ADJUSTMENTS)
            .mapToObj(part -> adjustments(part * ADJUSTMENTS))
            .iterator();
    try (HttpLoad http = new HttpLoad(api)) {
      var _ = http.all(1, shots);
    }
  }

  private static Shot adjustments(int first) {
    StringBuilder body = new StringBuilder("[");
    for (int sku = first; sku < first + ADJUSTMENTS; sku++) {
      body.append(sku == first ? "" : ",")
          .append("{\"reference\":\"bench\",\"sku\":\"")
          .append(OrderBodies.sku(sku))
          .append("\",\"delta\":")
          .append(UNITS)
          .append('}');
    }
    return new Shot(
        "/v1/stock/adjustments", "application/json", "", body.append(']').toString(), ADJUSTMENTS);
  }
}
