package io.spillway.inventory.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.inventory.core.LineDecision;
import io.spillway.inventory.port.FlowObserver;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Duration;
import java.util.List;

/**
 * The flow's meters, created once. With the loop's own they balance: the loop's processed = settled
 * + duplicate. Lines count when they commit; a batch that is repeated because its answers failed
 * counts as duplicate, its lines once.
 */
public final class FlowMeters implements FlowObserver {
  private final Counter settled;
  private final Counter duplicate;
  private final Counter reservedLines;
  private final Counter refusedLines;
  private final Counter releasedLines;
  private final Counter fulfilledLines;
  private final Counter adjusted;
  private final Counter notAvailable;
  private final Counter outOfRange;
  private final Counter conflicting;
  private final DistributionSummary batchCommands;
  private final Timer transaction;

  public FlowMeters(MeterRegistry registry) {
    settled = counter(registry, "settled", "Commands settled for the first time");
    duplicate =
        counter(registry, "duplicate", "Repeated commands answered with the stored settlement");
    reservedLines = counter(registry, "lines.reserved", "Lines held");
    refusedLines = counter(registry, "lines.refused", "Lines refused");
    releasedLines = counter(registry, "lines.released", "Reserved lines released");
    fulfilledLines = counter(registry, "lines.fulfilled", "Reserved lines fulfilled");
    adjusted = counter(registry, "adjustments.applied", "Adjustments of stock");
    notAvailable =
        counter(
            registry,
            "adjustments.not.available",
            "Adjustments refused because units are reserved or missing");
    outOfRange =
        counter(
            registry, "adjustments.out.of.range", "Adjustments to more units than a row can hold");
    conflicting =
        counter(
            registry,
            "adjustments.conflicting",
            "Adjustments under the reference of another one of their SKU");
    batchCommands =
        DistributionSummary.builder("spillway.inventory.batch.commands")
            .description("Commands settled in one transaction")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    transaction =
        Timer.builder("spillway.inventory.transaction")
            .description("From the batch's first statement to its commit")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  @Override
  public void committed(List<LineDecision> settlements, Duration took) {
    batchCommands.record(settlements.size());
    transaction.record(took);
    settlements.stream().filter(settlement -> !settlement.repeated()).forEach(this::count);
  }

  @Override
  public void answered(List<LineDecision> settlements) {
    long repeated = settlements.stream().filter(LineDecision::repeated).count();
    duplicate.increment(repeated);
    settled.increment(settlements.size() - repeated);
  }

  private void count(LineDecision settlement) {
    switch (settlement) {
      case LineDecision.Reserved reserved -> {
        reservedLines.increment(reserved.lines());
        refusedLines.increment(reserved.refusals().size());
      }
      case LineDecision.Refused refused -> refusedLines.increment(refused.refusals().size());
      case LineDecision.Released released -> releasedLines.increment(released.lines());
      case LineDecision.Fulfilled fulfilled -> fulfilledLines.increment(fulfilled.lines());
      case LineDecision.Adjusted(var _, var _, MovementOutcome outcome) ->
          adjustments(outcome).increment();
    }
  }

  private Counter adjustments(MovementOutcome outcome) {
    return switch (outcome) {
      case APPLIED -> adjusted;
      case NOT_AVAILABLE -> notAvailable;
      case CONFLICTING -> conflicting;
      default -> outOfRange;
    };
  }

  private static Counter counter(MeterRegistry registry, String thing, String description) {
    return Counter.builder("spillway.inventory." + thing)
        .description(description)
        .register(registry);
  }
}
