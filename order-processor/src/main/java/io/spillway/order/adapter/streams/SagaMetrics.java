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
 * @param deferred commands that went behind their orders; the intake brings them again, as others
 * @param forgotten ended orders that were purged
 */
record SagaMetrics(
    Counter consumed,
    Counter processed,
    Counter duplicate,
    Counter conflict,
    Counter deadLettered,
    Counter deferred,
    Counter forgotten,
    Map<ChangeCase, Counter> changes,
    Map<CommandVerdict, Counter> verdicts) {

  static SagaMetrics in(MeterRegistry registry) {
    Map<ChangeCase, Counter> changes = new EnumMap<>(ChangeCase.class);
    changes.put(ChangeCase.CREATED, counter(registry, "reserving", "Orders created"));
    changes.put(ChangeCase.RESERVED, counter(registry, "reserved", "Orders reserved"));
    changes.put(ChangeCase.CONFIRMED, counter(registry, "confirmed", "Orders confirmed"));
    changes.put(ChangeCase.REJECTED, counter(registry, "rejected", "Orders rejected"));
    changes.put(ChangeCase.CANCELLED, counter(registry, "cancelled", "Orders cancelled"));
    changes.put(ChangeCase.EXPIRED, counter(registry, "expired", "Orders expired"));
    changes.put(ChangeCase.FULFILLED, counter(registry, "fulfilled", "Orders fulfilled"));
    changes.put(ChangeCase.HOLD_EXTENDED, counter(registry, "hold.extended", "Holds extended"));
    Map<CommandVerdict, Counter> verdicts = new EnumMap<>(CommandVerdict.class);
    verdicts.put(
        CommandVerdict.APPLIED,
        counter(registry, "command.applied", "Commands settled, now or before"));
    verdicts.put(
        CommandVerdict.NOT_ALLOWED,
        counter(
            registry, "command.not.allowed", "Commands that the order's status does not allow"));
    verdicts.put(
        CommandVerdict.UNKNOWN_ORDER,
        counter(registry, "command.unknown.order", "Commands of an unknown order"));
    return new SagaMetrics(
        counter(registry, "consumed", "Records consumed from intake, commands and outcomes"),
        counter(registry, "processed", "Records that advanced an order or were answered"),
        counter(registry, "duplicate", "Records seen before, conflicts included"),
        counter(registry, "conflict", "Orders resubmitted with another body"),
        counter(registry, "dead.lettered", "Records sent to the dead-letter topic"),
        counter(registry, "command.deferred", "Commands moved behind the intake of their orders"),
        counter(registry, "forgotten", "Ended orders older than any replay, removed"),
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
