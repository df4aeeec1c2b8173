package io.spillway.bench.adapter.host;

import io.spillway.bench.core.Measurements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that repeat a piece of work until a deadline. */
public final class Workers {
  private Workers() {}

  @FunctionalInterface
  public interface Work {
    /** Does one piece and answers how many operations it was. */
    long once() throws Exception;
  }

  /** What a thread works with; made in the thread, before the clock starts to matter. */
  @FunctionalInterface
  public interface Factory {
    /** The work of one thread, numbered from 0. */
    Work make(int worker) throws Exception;
  }

  /** Runs so many threads for so long; the rate counts until the last piece is done. */
  public static Measurements run(int threads, Duration duration, Factory factory) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      long start = System.nanoTime();
      long deadline = start + duration.toNanos();
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int worker = i;
        results.add(executor.submit(() -> repeat(factory.make(worker), deadline)));
      }
      long operations = 0;
      for (Future<Long> result : results) {
        operations += result.get();
      }
      return Measurements.ofRun(operations, System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
    }
  }

  private static long repeat(Work work, long deadline) throws Exception {
    long operations = 0;
    do {
      operations += work.once();
    } while (System.nanoTime() - deadline < 0);
    return operations;
  }
}
