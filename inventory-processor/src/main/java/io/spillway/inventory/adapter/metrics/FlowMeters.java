package io.spillway.inventory.adapter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.inventory.core.Verdict;
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
  private final Counter adjusted;
  private final Counter outOfRange;
  private final DistributionSummary batchCommands;
  private final Timer transaction;

  public FlowMeters(MeterRegistry registry) {
    settled = counter(registry, "settled", "Commands settled for the first time");
    duplicate = counter(registry, "duplicate", "Commands answered again as stored");
    reservedLines = counter(registry, "lines.reserved", "Lines held");
    refusedLines = counter(registry, "lines.refused", "Lines that could not be held");
    releasedLines = counter(registry, "lines.released", "Held lines given back");
    adjusted = counter(registry, "adjustments.applied", "Adjustments of stock");
    outOfRange = counter(registry, "adjustments.out.of.range", "Adjustments that did not fit");
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
  public void committed(List<Verdict> verdicts, Duration took) {
    batchCommands.record(verdicts.size());
    transaction.record(took);
    verdicts.stream().filter(verdict -> !verdict.repeated()).forEach(this::count);
  }

  @Override
  public void answered(List<Verdict> verdicts) {
    long repeated = verdicts.stream().filter(Verdict::repeated).count();
    duplicate.increment(repeated);
    settled.increment(verdicts.size() - repeated);
  }

  private void count(Verdict verdict) {
    switch (verdict) {
      case Verdict.Reserved reserved -> reservedLines.increment(reserved.lines());
      case Verdict.Refused refused -> refusedLines.increment(refused.refusals().size());
      case Verdict.Released released -> releasedLines.increment(released.givenBack());
      case Verdict.Adjusted(var _, var _, MovementOutcome outcome) ->
          (outcome == MovementOutcome.APPLIED ? adjusted : outOfRange).increment();
    }
  }

  private static Counter counter(MeterRegistry registry, String thing, String description) {
    return Counter.builder("spillway.inventory." + thing)
        .description(description)
        .register(registry);
  }
}
