package io.spillway.order.adapter.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.OrderEvent.ChangeCase;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What became of the records the saga took: {@code consumed = processed + duplicate +
 * dead-lettered}. Records of a transaction that was rolled back are counted again when they come
 * again.
 *
 * @param forgotten ended orders that were purged
 */
record SagaMetrics(
    Counter consumed,
    Counter processed,
    Counter duplicate,
    Counter conflict,
    Counter deadLettered,
    Counter forgotten,
    Map<ChangeCase, Counter> changes,
    Map<CommandVerdict, Counter> verdicts) {

  static SagaMetrics in(MeterRegistry registry) {
    Map<ChangeCase, Counter> changes = new EnumMap<>(ChangeCase.class);
    changes.put(ChangeCase.CREATED, counter(registry, "reserving", "Orders that came to be"));
    changes.put(ChangeCase.RESERVED, counter(registry, "reserved", "Orders that were held"));
    changes.put(ChangeCase.CONFIRMED, counter(registry, "confirmed", "Orders that are sure"));
    changes.put(ChangeCase.REJECTED, counter(registry, "rejected", "Orders that could not be had"));
    changes.put(
        ChangeCase.CANCELLED, counter(registry, "cancelled", "Orders that were taken back"));
    changes.put(
        ChangeCase.EXPIRED, counter(registry, "expired", "Orders not confirmed in their hold"));
    changes.put(
        ChangeCase.FULFILLED, counter(registry, "fulfilled", "Orders that were handed over"));
    changes.put(ChangeCase.HOLD_EXTENDED, counter(registry, "hold.extended", "Holds made longer"));
    Map<CommandVerdict, Counter> verdicts = new EnumMap<>(CommandVerdict.class);
    verdicts.put(
        CommandVerdict.APPLIED,
        counter(registry, "command.applied", "Commands done, now or before"));
    verdicts.put(
        CommandVerdict.NOT_ALLOWED,
        counter(registry, "command.not.allowed", "Commands the order's status did not allow"));
    verdicts.put(
        CommandVerdict.UNKNOWN_ORDER,
        counter(registry, "command.unknown.order", "Commands of no known order"));
    return new SagaMetrics(
        counter(registry, "consumed", "Records taken from intake, commands and outcomes"),
        counter(registry, "processed", "Records that moved an order on or were answered"),
        counter(registry, "duplicate", "Records seen before, conflicts included"),
        counter(registry, "conflict", "Submissions of a known order with another body"),
        counter(registry, "dead.lettered", "Records sent to the dead-letter topic"),
        counter(registry, "forgotten", "Ended orders older than any replay"),
        changes,
        verdicts);
  }

  Counter changed(ChangeCase change) {
    return Objects.requireNonNull(changes.get(change), "every change is counted");
  }

  Counter answered(CommandVerdict verdict) {
    return Objects.requireNonNull(verdicts.get(verdict), "every verdict is counted");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("spillway.order." + name).description(description).register(registry);
  }
}
