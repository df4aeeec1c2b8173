package io.spillway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.ProblemType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What became of the orders: {@code received = accepted + replayed + refused}, once none is in
 * flight. Thread-safe.
 */
public final class IngestMetrics {
  private final Counter received;
  private final Counter accepted;
  private final Counter replayed;
  private final Counter unremembered;
  private final Counter adjusted;
  private final Counter conflicting;
  private final Map<ProblemType, Counter> refused = new EnumMap<>(ProblemType.class);

  public IngestMetrics(MeterRegistry registry) {
    received =
        Counter.builder("spillway.ingest.orders.received")
            .description("orders received, valid or not")
            .register(registry);
    accepted =
        Counter.builder("spillway.ingest.orders.accepted")
            .description("orders acknowledged by Kafka")
            .register(registry);
    replayed =
        Counter.builder("spillway.ingest.orders.replayed")
            .description("repeated orders answered with their first answer")
            .register(registry);
    unremembered =
        Counter.builder("spillway.ingest.orders.unremembered")
            .description("orders accepted while the answer store was unavailable")
            .register(registry);
    adjusted =
        Counter.builder("spillway.ingest.adjustments.accepted")
            .description("stock adjustments acknowledged by Kafka")
            .register(registry);
    conflicting =
        Counter.builder("spillway.ingest.adjustments.conflicting")
            .description("stock adjustments under the reference of another one of their SKU")
            .register(registry);
    for (ProblemType type : ProblemType.values()) {
      refused.put(
          type,
          Counter.builder("spillway.ingest.orders.refused")
              .description("orders refused")
              .tag("reason", type.code())
              .register(registry));
    }
  }

  /** Counts an order that was sent. */
  public void received() {
    received.increment();
  }

  /** Counts an order that was not taken. */
  public void refused(ProblemType type) {
    Objects.requireNonNull(refused.get(type)).increment();
  }

  void accepted() {
    accepted.increment();
  }

  void replayed() {
    replayed.increment();
  }

  void unremembered() {
    unremembered.increment();
  }

  void conflicting(int adjustments) {
    conflicting.increment(adjustments);
  }

  void adjusted(int adjustments) {
    adjusted.increment(adjustments);
  }
}
