package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.bench.adapter.mysql.MysqlLab;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Measurements;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The whole pipeline with full shelves, and customers. */
final class LoadGenerator implements AutoCloseable {
  private static final int UNITS = 1_000_000_000;
  static final int BATCH = 50;
  static final int CLIENTS = 4;

  /** Orders under way at most: about two seconds' worth; what waits longer adds nothing. */
  static final int WINDOW = 6_000;

  private final Pipeline pipeline;
  private final SettledOrders settled;

  /** Customers of a pipeline, whose shelves may be empty. */
  LoadGenerator(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.settled = new SettledOrders(pipeline.backends().elasticsearch(), "orders-*");
  }

  /** A pipeline that has seen nothing yet, with stock and all services. */
  static LoadGenerator open(Lab lab, RunMode mode) throws Exception {
    LoadGenerator shop = new LoadGenerator(lab.freshPipeline(mode));
    shop.stock(SustainedLoad.SKUS);
    shop.openDoors();
    return shop;
  }

  /** Fills the shelves of so many SKUs, and empties all others. */
  void stock(int skus) throws Exception {
    try (MysqlLab mysql = MysqlLab.open(pipeline.backends())) {
      mysql.stock(skus, UNITS);
    }
  }

  void openDoors() throws InterruptedException {
    pipeline.runOnly(EnumSet.allOf(PipelineService.class));
  }

  Pipeline pipeline() {
    return pipeline;
  }

  SettledOrders settled() {
    return settled;
  }

  /** Single orders at these times; {@code accepted} hears each answer. */
  Measurements customers(Arrivals arrivals, Consumer<String> accepted) throws Exception {
    OrderBodies bodies = new OrderBodies(SustainedLoad.SKUS, System.nanoTime());
    try (HttpLoad load = new HttpLoad(pipeline.api().getPort())) {
      return load.openLoop(arrivals, () -> Shot.single(bodies), accepted);
    }
  }

  /**
   * Batches as fast as the pipeline bears for that long, then waits until every accepted order is
   * confirmed in Elasticsearch; the rate counts until then.
   */
  Measurements sustained(Duration run) throws Exception {
    return new SustainedLoad(
            () -> new HttpLoad(pipeline.api().getPort()), CLIENTS, BATCH, WINDOW, settled::count)
        .run(run);
  }

  /** So many orders at once, in batches; answers how many were accepted. */
  static long submit(HttpLoad load, OrderBodies bodies, int orders) throws Exception {
    Iterator<Shot> batches =
        Stream.generate(() -> Shot.batch(bodies, BATCH)).limit(orders / BATCH).iterator();
    return (long) load.all(CLIENTS, batches).get(Measurements.OPERATIONS).orElse(0);
  }

  @Override
  public void close() throws InterruptedException {
    settled.close();
    pipeline.runOnly(EnumSet.noneOf(PipelineService.class));
  }
}
