package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.bench.core.Measurements;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Orders as fast as a pipeline bears them, from a closed loop of clients.
 *
 * @param http opens the clients' connections
 * @param batch orders a request; 1 sends single orders
 * @param window orders under way at most: as many as are settled in a second or two, for what waits
 *     longer adds nothing
 * @param settled how many orders are settled, which only rises
 */
record SustainedLoad(
    Supplier<HttpLoad> http, int clients, int batch, int window, Callable<Long> settled) {
  /** The SKUs that orders are of, from the first on. */
  static final int SKUS = 10_000;

  private static final long POLL_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Sends for that long, then waits until all that was accepted is settled; both are timed. */
  Measurements run(Duration run) throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    long base = settled.call();
    AtomicLong sent = new AtomicLong();
    AtomicLong seen = new AtomicLong(base);
    Thread watch = Thread.ofPlatform().name("bench-settled").start(() -> follow(seen));
    long start = System.nanoTime();
    try (HttpLoad load = http.get()) {
      Measurements accepted =
          load.closedLoop(
              clients,
              run,
              () -> {
                sent.addAndGet(batch);
                return batch == 1 ? Shot.single(bodies) : Shot.batch(bodies, batch);
              },
              () -> sent.get() - (seen.get() - base) < window);
      long orders = (long) accepted.get(Measurements.OPERATIONS).orElse(0);
      await(settled, base + orders);
      return Measurements.ofRun(orders, System.nanoTime() - start)
          .with("failed", accepted.get("failed").orElse(0));
    } finally {
      watch.interrupt();
      watch.join();
    }
  }

  /** Waits until so many orders are settled. */
  static void await(Callable<Long> settled, long count) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long now = settled.call(); now < count; now = settled.call()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(now + " of " + count + " orders are settled after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Waits until no more orders are settled for a second. */
  static void awaitRest(Callable<Long> settled) throws Exception {
    long last = -1;
    for (long now = settled.call(); now != last; now = settled.call()) {
      last = now;
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private void follow(AtomicLong seen) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        seen.set(settled.call());
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException done) {
      // The run is over.
    } catch (Exception e) {
      System.err.println("settled orders cannot be counted: " + e);
    }
  }
}
