package io.spillway.runtime.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * The loop's meters, created once. They balance: consumed = processed + dead-lettered + returned +
 * queued + in hand; what a handler knows as a duplicate is a part of processed.
 */
final class LoopMetrics {
  private final MeterRegistry registry;
  private final String loop;
  final Counter consumed;
  final Counter processed;
  final Counter deadLettered;
  final Counter returned;
  final Counter retries;
  final DistributionSummary batchRecords;

  LoopMetrics(MeterRegistry registry, String loop) {
    this.registry = registry;
    this.loop = loop;
    consumed = counter("consumed", "Records taken from Kafka");
    processed = counter("processed", "Records the handler has handled and not rejected");
    deadLettered = counter("dead.lettered", "Records set aside");
    returned = counter("returned", "Records left to the partition's next owner");
    retries = counter("retries", "Attempts that failed and were repeated as they were");
    batchRecords =
        DistributionSummary.builder("spillway.loop.batch.records")
            .tag("loop", loop)
            .description("Records handed to the handler at once")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  void watch(int number, ShardWorker<?> worker) {
    gauge("queued", "Records waiting in a worker", number, worker, it -> it.queue().size());
    gauge("in.hand", "Records of a worker's batch under way", number, worker, ShardWorker::inHand);
  }

  private void gauge(
      String thing,
      String description,
      int number,
      ShardWorker<?> worker,
      ToDoubleFunction<ShardWorker<?>> of) {
    Gauge.builder("spillway.loop." + thing, worker, of)
        .tag("loop", loop)
        .tag("worker", Integer.toString(number))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(String thing, String description) {
    return Counter.builder("spillway.loop." + thing)
        .tag("loop", loop)
        .description(description)
        .register(registry);
  }
}
