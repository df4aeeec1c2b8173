package io.spillway.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads that take the next order of which an event may begin. One that waits for its next
 * attempt holds none of them, so that failing orders do not delay the others. The queue is bounded
 * by the events in flight. Thread-safe.
 */
final class EventWorkers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventWorkers.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);
  private static final Duration AFTER_INTERRUPTION = Duration.ofSeconds(1);

  private record Ready(PartitionWork partition, String key) {}

  private final BlockingQueue<Ready> ready = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService waiting =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spillway-retries").factory());
  private final List<Thread> threads = new ArrayList<>();
  private final EventPipeline pipeline;
  private final Consumer<Throwable> fatal;
  private final SubscriptionMetrics metrics;
  private volatile boolean closing;

  /**
   * Starts the threads.
   *
   * @param fatal told what no retry mends, such as that memory is short
   */
  EventWorkers(
      int workers, EventPipeline pipeline, SubscriptionMetrics metrics, Consumer<Throwable> fatal) {
    this.pipeline = pipeline;
    this.metrics = metrics;
    this.fatal = fatal;
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofVirtual().name("spillway-events-" + i).start(this::run));
    }
  }

  /** Takes records of a partition in, in their order. */
  void submit(PartitionWork partition, List<EventWork> works) {
    for (String key : partition.add(works, metrics)) {
      ready.add(new Ready(partition, key));
    }
  }

  /** Interrupts what still runs, and waits a few seconds for it. */
  @Override
  public void close() {
    closing = true;
    waiting.shutdownNow();
    threads.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + END_WITHIN.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        work(ready.take());
      }
    } catch (InterruptedException e) {
      log.atDebug().log("A worker ends");
    } catch (Throwable e) {
      fatal.accept(e);
    }
  }

  private void work(Ready next) throws InterruptedException {
    EventWork work = next.partition.enter(next.key);
    if (work == null) {
      return;
    }
    EventPipeline.Outcome outcome;
    try {
      outcome = pipeline.attempt(work);
    } catch (InterruptedException e) {
      next.partition.leave();
      if (closing) {
        throw e;
      }
      // Nobody but close ends a worker: a handler has thrown this for reasons of its own.
      log.atWarn().addKeyValue("order", next.key).log("A handler was interrupted; trying again");
      again(next, AFTER_INTERRUPTION);
      return;
    } catch (RuntimeException | Error e) {
      next.partition.leave();
      throw e;
    }
    switch (outcome) {
      case EventPipeline.Outcome.Done _ -> {
        if (next.partition.finish(work)) {
          ready.add(next);
        }
      }
      case EventPipeline.Outcome.Again(Duration after) -> {
        next.partition.leave();
        again(next, after);
      }
    }
  }

  private void again(Ready next, Duration after) {
    try {
      var _ = waiting.schedule(() -> ready.add(next), after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.atDebug().addKeyValue("order", next.key).log("No further attempt while stopping");
    }
  }
}
