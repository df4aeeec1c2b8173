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
    consumed = counter("consumed", "Records consumed from Kafka");
    processed = counter("processed", "Records processed, rejected ones excluded");
    deadLettered = counter("dead.lettered", "Records sent to the dead-letter topic");
    returned = counter("returned", "Records returned to the next owner of a revoked partition");
    retries = counter("retries", "Failed batch attempts that were retried");
    batchRecords =
        DistributionSummary.builder("spillway.loop.batch.records")
            .tag("loop", loop)
            .description("Records per batch")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  void watch(int number, ShardWorker<?> worker) {
    gauge("queued", "Records queued for a shard", number, worker, it -> it.queue().size());
    gauge(
        "in.hand",
        "Records in the batch in progress for a shard",
        number,
        worker,
        ShardWorker::inHand);
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
