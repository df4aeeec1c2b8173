package io.spillway.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a subscription counts, all with its group as tag {@code subscription}. Events received are
 * those of all outcomes, those in flight and those that were dropped because their partition went
 * to another member. Thread-safe.
 */
final class SubscriptionMetrics {
  private final Map<EventResult, Counter> events = new EnumMap<>(EventResult.class);

  /** Records that Kafka has handed out. */
  final Counter received;

  /** Records not handled because their partition left. */
  final Counter dropped;

  /** Attempts that failed and are repeated. */
  final Counter retries;

  /** Versions of an order that never came, though a later one did. */
  final Counter missing;

  /** Failures to keep a dead letter; each is tried again. */
  final Counter letterFailures;

  /** Each call of the handler, failed ones too. */
  final Timer handler;

  private final List<Gauge> gauges = new ArrayList<>();
  private final MeterRegistry registry;
  private final String group;

  SubscriptionMetrics(MeterRegistry registry, String group) {
    this.registry = registry;
    this.group = group;
    for (EventResult result : EventResult.values()) {
      events.put(
          result,
          Counter.builder("spillway.client.events")
              .tag("subscription", group)
              .tag("result", result.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .description("Events that need nothing more")
              .register(registry));
    }
    received = counter("spillway.client.received", "Records received");
    dropped = counter("spillway.client.dropped", "Records left to another member of the group");
    retries = counter("spillway.client.retries", "Failed attempts that are repeated");
    missing = counter("spillway.client.missing", "Versions of orders that never came");
    letterFailures =
        counter("spillway.client.dead.letter.failures", "Failures to keep a dead letter");
    handler =
        Timer.builder("spillway.client.handler")
            .tag("subscription", group)
            .description("Calls of the handler")
            .register(registry);
  }

  Counter events(EventResult result) {
    return Objects.requireNonNull(events.get(result));
  }

  /** A value that is asked for when metrics are read. */
  void gauge(String name, String description, Supplier<Number> value) {
    gauges.add(
        Gauge.builder(name, value)
            .tag("subscription", group)
            .description(description)
            .strongReference(true)
            .register(registry));
  }

  /** Takes the gauges away, whose values end with the subscription; what was counted stays. */
  void close() {
    gauges.forEach(registry::remove);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name)
        .tag("subscription", group)
        .description(description)
        .register(registry);
  }
}
