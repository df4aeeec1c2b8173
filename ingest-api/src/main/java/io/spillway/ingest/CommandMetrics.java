package io.spillway.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.OrderAction;

/**
 * What became of the commands to orders: {@code received = applied + not-allowed + pending +
 * refused}, once none is waiting. Thread-safe.
 */
public final class CommandMetrics {
  private final MeterRegistry registry;

  public CommandMetrics(MeterRegistry registry, CommandWaiters waiters) {
    this.registry = registry;
    Gauge.builder("spillway.ingest.commands.waiting", waiters, CommandWaiters::waiting)
        .description("requests waiting for a command result")
        .register(registry);
  }

  void received(OrderAction action) {
    registry.counter("spillway.ingest.commands.received", "verb", action.verb()).increment();
  }

  void answered(OrderAction action, CommandAnswer answer) {
    String outcome =
        switch (answer) {
          case CommandAnswer.Applied _ -> "applied";
          case CommandAnswer.NotAllowed _ -> "not-allowed";
          case CommandAnswer.Pending _ -> "pending";
          case CommandAnswer.Refused(var problem) -> problem.type().code();
        };
    registry
        .counter("spillway.ingest.commands.answered", "verb", action.verb(), "outcome", outcome)
        .increment();
  }
}
