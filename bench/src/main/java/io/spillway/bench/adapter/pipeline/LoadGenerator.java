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
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The whole pipeline with full shelves, and customers. */
final class LoadGenerator implements AutoCloseable {
  private static final int SKUS = 10_000;
  private static final int UNITS = 1_000_000_000;
  private static final int BATCH = 50;
  private static final int CLIENTS = 4;

  /** Orders under way at most: about two seconds' worth; what waits longer adds nothing. */
  private static final int WINDOW = 6_000;

  private static final long POLL_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Pipeline pipeline;
  private final SettledOrders settled;

  private LoadGenerator(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.settled = new SettledOrders(pipeline.backends().elasticsearch());
  }

  /** A pipeline that has seen nothing yet, with stock and all services. */
  static LoadGenerator open(Lab lab) throws Exception {
    Pipeline pipeline = lab.pipeline(true);
    try (MysqlLab mysql = MysqlLab.open(pipeline.backends())) {
      mysql.stock(SKUS, UNITS);
    }
    LoadGenerator shop = new LoadGenerator(pipeline);
    shop.openDoors();
    return shop;
  }

  /** Starts the services that do not run. */
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
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    try (HttpLoad load = new HttpLoad(pipeline.api().getPort())) {
      return load.openLoop(arrivals, () -> Shot.single(bodies), accepted);
    }
  }

  /**
   * Batches as fast as the pipeline bears for that long, then waits until every accepted order is
   * confirmed in Elasticsearch; the rate counts until then.
   */
  Measurements sustained(Duration run) throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    long base = settled.count();
    AtomicLong sent = new AtomicLong();
    AtomicLong seen = new AtomicLong(base);
    Thread watch = Thread.ofPlatform().name("bench-settled").start(() -> follow(settled, seen));
    long start = System.nanoTime();
    try (HttpLoad load = new HttpLoad(pipeline.api().getPort())) {
      Measurements accepted =
          load.closedLoop(
              CLIENTS,
              run,
              () -> {
                sent.addAndGet(BATCH);
                return Shot.batch(bodies, BATCH);
              },
              () -> sent.get() - (seen.get() - base) < WINDOW);
      long orders = (long) accepted.get(Measurements.OPERATIONS).orElse(0);
      awaitSettled(base + orders);
      return Measurements.ofRun(orders, System.nanoTime() - start)
          .with("failed", accepted.get("failed").orElse(0));
    } finally {
      watch.interrupt();
      watch.join();
    }
  }

  /** Waits until so many orders are settled in Elasticsearch. */
  void awaitSettled(long count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (settled.count() < count) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            settled.count() + " of " + count + " orders are searchable after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static void follow(SettledOrders settled, AtomicLong seen) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        seen.set(settled.count());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException done) {
      // The run is over.
    } catch (java.io.IOException e) {
      System.err.println("Elasticsearch could not be asked: " + e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    settled.close();
    pipeline.runOnly(EnumSet.noneOf(PipelineService.class));
  }
}
