package io.spillway.runtime.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The loop's meters, created once. They balance: consumed = processed + dead-lettered + returned +
 * in flight.
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
    processed = counter("processed", "Records the handler has handled");
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

  void watch(int lane, LaneQueue queue) {
    Gauge.builder("spillway.loop.queued", queue, LaneQueue::size)
        .tag("loop", loop)
        .tag("lane", Integer.toString(lane))
        .description("Records waiting in a lane")
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
