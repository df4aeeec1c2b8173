package io.spillway.order.adapter.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of the records the saga took: {@code consumed = processed + duplicate +
 * dead-lettered}. Records of a transaction that was rolled back are counted again when they come
 * again.
 */
record SagaMetrics(
    Counter consumed,
    Counter processed,
    Counter duplicate,
    Counter conflict,
    Counter deadLettered,
    Counter reserving,
    Counter confirmed,
    Counter rejected) {

  static SagaMetrics in(MeterRegistry registry) {
    return new SagaMetrics(
        counter(registry, "consumed", "Records taken from the intake and the outcomes"),
        counter(registry, "processed", "Records that moved an order on"),
        counter(registry, "duplicate", "Records seen before, conflicts included"),
        counter(registry, "conflict", "Submissions of a known order with another body"),
        counter(registry, "dead.lettered", "Records set aside"),
        counter(registry, "reserving", "Orders that came to be"),
        counter(registry, "confirmed", "Orders whose lines are all held"),
        counter(registry, "rejected", "Orders of which a line was refused"));
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("spillway.order." + name).description(description).register(registry);
  }
}
